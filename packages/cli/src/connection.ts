import { ApiError, type Client, createClient } from "@latchkey/contract"
import { CoreError } from "@latchkey/core"
import { detectPrivateKey } from "@latchkey/engine"
import { noteAnswer } from "./daemon-clock.ts"
import { readLogin } from "./login-file.ts"
import { type Connection, rememberConnection } from "./used-connection.ts"

const privateKeyHint = "use its public half: the file that ends in .pub"

const requestTimeout = 60_000

/** The daemon that commands talk to: LATCHKEY_URL and LATCHKEY_TOKEN, else the stored login. */
export async function connect(): Promise<Connection> {
  const connection = await findConnection()
  rememberConnection(connection)
  return connection
}

async function findConnection(): Promise<Connection> {
  const { LATCHKEY_URL: address, LATCHKEY_TOKEN: token, LATCHKEY_INSECURE_HTTP: insecure } = process.env
  const named = address ? parseAddress(address, insecure === "1", "set LATCHKEY_INSECURE_HTTP=1") : undefined
  if (named !== undefined && token) return { url: named, client: clientFor(named, token) }
  const login = await readLogin()
  // A token is shown to nobody but the daemon that gave it.
  if (named !== undefined && login?.url !== named) {
    throw new CoreError("unauthenticated", `LATCHKEY_URL is ${named}, and there is no token for it`, {
      hint: "set LATCHKEY_TOKEN too, or log in there",
    })
  }
  if (login === undefined) throw new CoreError("unauthenticated", "you are not logged in")
  return { url: login.url, client: clientFor(login.url, token || login.token) }
}

/** A client of the daemon at `url`, as nobody or as the token's account. */
export function clientFor(url: string, token?: string): Client {
  return createClient({
    baseUrl: url,
    headers: () => (token === undefined ? {} : { authorization: `Bearer ${token}` }),
    async fetch(input, init) {
      refusePrivateKey(String(input), init?.body)
      // A redirection could carry a password or a token elsewhere: it is an answer like another, and not Latchkey's.
      const signal = init?.signal ?? AbortSignal.timeout(requestTimeout)
      const response = await fetch(input, { ...init, redirect: "manual", signal })
      noteAnswer(response)
      return response
    },
  })
}

/** The last look at what is about to leave: whatever command made it, of whatever argument or file. */
function refusePrivateKey(url: string, body: unknown): void {
  const address = decodeURIComponent(url.replaceAll("+", " "))
  if (detectPrivateKey(address) === undefined && (typeof body !== "string" || detectPrivateKey(body) === undefined))
    return
  throw new ApiError("invalid", "this is a private key; nothing was sent", { hint: privateKeyHint })
}

/**
 * The address of a daemon as people type it: `https://keys.example`, or without `http://` for this machine.
 *
 * @param remedy what to do when the connection has to be unencrypted
 * @throws CoreError `invalid`, also for unencrypted HTTP to another machine unless `insecure`
 */
export function parseAddress(text: string, insecure: boolean, remedy: string): string {
  const url = URL.parse(text.includes("://") ? text : `${isLoopback(text) ? "http" : "https"}://${text}`)
  if (url === null || !["http:", "https:"].includes(url.protocol)) {
    throw new CoreError("invalid", `"${text}" is not the address of a Latchkey`, {
      hint: "an address looks like https://keys.example or http://localhost:8022",
    })
  }
  if (url.pathname !== "/" || url.search !== "" || url.hash !== "" || url.username !== "" || url.password !== "") {
    throw new CoreError("invalid", "an address has a host and a port, and nothing else", {
      hint: `use ${url.origin}`,
    })
  }
  if (url.protocol === "http:" && !insecure && !isLoopback(url.host)) {
    throw new CoreError("invalid", `${url.origin} is not encrypted: others on the way could read your password`, {
      hint: `use https, or ${remedy} where the network is yours alone`,
    })
  }
  return url.origin
}

/** Whether a host, with or without a port, is this machine as it calls itself. */
export function isLoopback(host: string): boolean {
  return /^(?:(?:[a-z0-9-]+\.)*localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::\d+)?$/i.test(host)
}
