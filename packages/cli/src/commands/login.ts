import { hostname } from "node:os"
import { routes } from "@latchkey/contract"
import { CoreError, tokenScopes } from "@latchkey/core"
import { askPassword } from "../ask.ts"
import { clientFor, parseAddress } from "../connection.ts"
import { canAsk, print, printJson, printNote, readSecret } from "../io.ts"
import { readLogin, type StoredLogin, writeLogin } from "../login-file.ts"
import { identityText } from "./whoami.ts"

export interface LoginOptions {
  readonly handle: string
  readonly passwordFile?: string
  readonly insecureHttp?: boolean
  readonly json?: boolean
}

/** `latchkey login`: nothing secret is typed before the address has answered as a Latchkey. */
export async function login(address: string, { handle, json, ...options }: LoginOptions): Promise<void> {
  const url = parseAddress(address, options.insecureHttp ?? false, "add --insecure-http")
  const { required } = await clientFor(url).call(routes.showSetup, {})
  if (required) {
    throw new CoreError("unauthenticated", `the Latchkey at ${url} has no account yet`, {
      hint: "open the set-up link that it printed when it started",
    })
  }
  const previous = await readLogin().catch(() => undefined)
  const { token, secret } = await clientFor(url).call(routes.signInForToken, {
    body: {
      identifier: handle,
      password: await passwordOf(handle, url, options.passwordFile),
      token: { name: `latchkey login on ${hostname()}, ${new Date().toISOString()}`, scopes: [...tokenScopes] },
    },
  })
  await store({ url, tokenId: token.id, token: secret })
  if (previous !== undefined) await retire(previous)
  const whoAmI = await clientFor(url, secret).call(routes.showAccount, {})
  if (json) return printJson(whoAmI)
  print(`logged in as ${identityText(whoAmI, url)}`)
}

async function passwordOf(handle: string, url: string, file: string | undefined): Promise<string> {
  if (file !== undefined) return readSecret(file)
  if (canAsk()) return askPassword(`Password of ${handle} at ${url}`)
  throw new CoreError("invalid", "there is no terminal to ask for the password on", {
    hint: "use --password-file FILE, or --password-file - for stdin",
  })
}

/** A token that cannot be kept is given back. */
async function store(login: StoredLogin): Promise<void> {
  try {
    await writeLogin(login)
  } catch (error) {
    await deleteToken(login).catch(() => undefined)
    throw error
  }
}

async function retire(previous: StoredLogin): Promise<void> {
  try {
    await deleteToken(previous)
  } catch {
    printNote(`the API token of the previous login, at ${previous.url}, could not be deleted; the console can do it`)
  }
}

/** Deletes a stored login's own token at its daemon. */
export async function deleteToken(login: StoredLogin): Promise<void> {
  await clientFor(login.url, login.token).call(routes.deleteToken, { params: { id: login.tokenId } })
}
