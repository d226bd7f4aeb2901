import { routes, type SshKey } from "@latchkey/contract"
import { CoreError } from "@latchkey/core"
import { formatPublicKey, type PublicKey, shellWord } from "@latchkey/engine"
import { connect } from "./connection.ts"
import { accountOf } from "./find-project.ts"

/** Adds the public half of a key that was just made. `file` is where it can be found again. */
export type Register = (key: PublicKey, file: string | undefined) => Promise<SshKey>

/**
 * Finds out where a key is to be registered, and gives what does it.
 *
 * @throws CoreError
 * @throws ApiError
 */
export async function prepareRegistration(robot: string | undefined, name: string | undefined): Promise<Register> {
  const { client } = await connect()
  // Somebody whose token has ended is told so before a key is made.
  await client.call(routes.showAccount, {})
  const account = await accountOf(client, robot)
  return async (key, file) => {
    const source = "generate" as const
    const keys = [{ text: formatPublicKey(key), source, ...(name !== undefined && { name }) }]
    const { results } = await client.call(routes.importKeys, { body: { keys, account } })
    const [result] = results
    if (result?.outcome === "imported") return result.key
    const detail = result?.error.detail ?? "the daemon said nothing of it"
    throw new CoreError(result?.error.code ?? "internal", `the key was made, and not added: ${detail}`, {
      hint: file === undefined ? result?.error.hint : `add it later with: latchkey key add ${shellWord(file)}`,
    })
  }
}
