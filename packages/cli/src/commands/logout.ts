import { ApiError } from "@latchkey/contract"
import { CoreError } from "@latchkey/core"
import { print, printJson } from "../io.ts"
import { loginFile, readLogin, removeLogin } from "../login-file.ts"
import { deleteToken } from "./login.ts"

/** `latchkey logout`: the token goes first, so that none is left behind valid and forgotten. */
export async function logout({ json }: { readonly json?: boolean }): Promise<void> {
  const login = await readLogin()
  if (login === undefined) throw new CoreError("unauthenticated", "you are not logged in")
  try {
    await deleteToken(login)
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    // A token that is refused or gone opens nothing any more: there is nothing left to delete.
    if (error.code !== "unauthenticated" && error.code !== "not_found") {
      throw new CoreError(error.code, `the API token at ${login.url} was not deleted: ${error.message}`, {
        hint: `try again later; to forget it here and leave it valid there, delete ${loginFile()}`,
      })
    }
  }
  await removeLogin()
  if (json) return printJson({ url: login.url })
  print(`logged out from ${login.url}`)
}
