import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { type Client, createClient, csrfHeader, routes, type WhoAmI } from "@latchkey/contract"
import { tokenScopes } from "@latchkey/core"

/** A real daemon in a process of its own, with a data folder of its own. */
export interface RunningDaemon {
  /** Where it listens, which a public URL of its settings need not be. */
  readonly url: string
  /** "" when an account existed at its start. */
  readonly setupToken: string
  readonly dataFolder: string
  /** Of PostgreSQL; undefined for SQLite in the data folder. */
  readonly databaseUrl: string | undefined
  /** Of the Node process that serves. */
  readonly pid: number
  /** What it printed for people, as far as it has by now. */
  printed(): string
  /** What it logged by now, at level trace unless `env` sets another. */
  log(): string
  /** An API client that is nobody. */
  readonly client: Client
  /** Ends it as Ctrl-C does and waits for its exit status. The data folder stays when `startDaemon` was given it. */
  stop(): Promise<number | null>
  /** Ends it as a power cut would. */
  kill(): Promise<void>
}

export interface DaemonOptions {
  /** "sqlite" (default), or a postgres:// address. */
  readonly database?: string
  /** A data folder that outlives this daemon, to start another on it. Default: one that is removed with it. */
  readonly dataFolder?: string
  /** What to run, instead of the daemon's own main file. */
  readonly program?: readonly string[]
  /** More settings; each default can be overridden. The gateway is off unless `LATCHKEY_SSH_LISTEN` is given. */
  readonly env?: Readonly<Record<string, string>>
}

/** How long a start may take on a busy machine, in milliseconds. */
const startLimit = 30_000

const daemonProgram = [fileURLToPath(new URL("../../packages/daemon/src/main.ts", import.meta.url))]

/** What `npm start` runs; it becomes the daemon where the system can do that. */
export const npmStartProgram = [
  fileURLToPath(new URL("../../packages/cli/bin/latchkey.mjs", import.meta.url)),
  "serve",
] as const

/** Starts a daemon on a free loopback port and waits until it serves. */
export async function startDaemon(options: DaemonOptions = {}): Promise<RunningDaemon> {
  const dataFolder = options.dataFolder ?? mkdtempSync(join(tmpdir(), "latchkey-data-"))
  const databaseUrl = options.database === "sqlite" ? undefined : options.database
  const settings = {
    LATCHKEY_DATA: dataFolder,
    ...(databaseUrl !== undefined && { DATABASE_URL: databaseUrl }),
    ...options.env,
  }
  const child = spawnDaemon(settings, [], options.program)
  const removeData = () => {
    if (options.dataFolder === undefined) rmSync(dataFolder, { recursive: true, force: true })
  }
  let printed = ""
  let log = ""
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    printed += text
  })
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    log += text
  })
  const url = await announced(child, () => printed).catch((cause) => {
    removeData()
    throw new Error(`the daemon did not start:\n${log}`, { cause })
  })
  return {
    url,
    setupToken: /\/setup#(\S+)/.exec(printed)?.[1] ?? "",
    dataFolder,
    databaseUrl,
    pid: child.pid ?? 0,
    printed: () => printed,
    log: () => log,
    client: createClient({ baseUrl: url }),
    async stop() {
      const status = await end(child, "SIGINT")
      removeData()
      return status
    },
    async kill() {
      await end(child, "SIGKILL")
      removeData()
    },
  }
}

/** The daemon's process with these settings alone, whatever the environment of the tests holds. */
export function spawnDaemon(
  env: Readonly<Record<string, string>>,
  args: readonly string[] = [],
  program: readonly string[] = daemonProgram,
): ChildProcess {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !name.startsWith("LATCHKEY_") && name !== "DATABASE_URL",
  )
  const defaults = { LATCHKEY_LISTEN: "127.0.0.1:0", LATCHKEY_SSH_LISTEN: "off", LATCHKEY_LOG: "trace" }
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", ...program, ...args], {
    env: { ...Object.fromEntries(inherited), ...defaults, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  })
  // A test run that is cut short must not leave the daemon behind.
  const killChild = () => child.kill("SIGKILL")
  process.once("exit", killChild)
  child.once("exit", () => process.removeListener("exit", killChild))
  return child
}

function announced(child: ChildProcess, printed: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer in ${startLimit} ms`)), startLimit)
    child.stdout?.on("data", () => {
      // The blank line at the end: nothing more is announced after it.
      if (!printed().endsWith("\n\n")) return
      const { console, listens } =
        /Console +(?<console>\S+)(\s+Listens on +(?<listens>\S+))?/.exec(printed())?.groups ?? {}
      clearTimeout(timer)
      resolve(listens ?? console ?? "")
    })
    child.once("close", (status) => {
      clearTimeout(timer)
      reject(new Error(`it ended with status ${status}`))
    })
  })
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = once(child, "exit")
    child.kill(signal)
    await ended
  }
  return child.exitCode
}

/** An account of a test, with a client that acts as it by an API token with every scope. */
export interface SignedUp {
  readonly handle: string
  readonly password: string
  readonly token: string
  readonly client: Client
}

/** A client that acts by an API token. */
export function clientWithToken(daemon: Pick<RunningDaemon, "url">, token: string): Client {
  return createClient({ baseUrl: daemon.url, headers: () => ({ authorization: `Bearer ${token}` }) })
}

/** A password that tests may print. */
export const testPassword = "correct horse battery staple"

/** Makes the first account, an admin, through the set-up link. */
export async function signUp(daemon: RunningDaemon, handle = "alice"): Promise<SignedUp> {
  const browser = await openBrowser(daemon)
  await browser.client.call(routes.setUp, {
    body: {
      token: daemon.setupToken,
      handle,
      email: `${handle}@example.org`,
      displayName: handle,
      password: testPassword,
    },
  })
  return signInWithToken(daemon, handle)
}

/** Signs an account in by the password that all accounts of tests have. */
export async function signInWithToken(daemon: RunningDaemon, handle: string): Promise<SignedUp> {
  const { secret } = await daemon.client.call(routes.signInForToken, {
    body: {
      identifier: handle,
      password: testPassword,
      token: { name: `test ${Math.random()}`, scopes: [...tokenScopes] },
    },
  })
  return { handle, password: testPassword, token: secret, client: clientWithToken(daemon, secret) }
}

/** What a browser does beyond sending requests: it keeps cookies and sends the CSRF token. */
export interface Browser {
  readonly client: Client
  /** By name. */
  readonly cookies: Map<string, string>
  /** What it sends with each request: its cookies, its CSRF token and its origin. */
  headers(): Record<string, string>
  /** The last answer's own headers, each cookie whole. */
  setCookies(): readonly string[]
  signIn(handle: string, password?: string): Promise<WhoAmI>
}

/** A browser that has just opened the console; `send` is its way to the network. */
export async function openBrowser(daemon: Pick<RunningDaemon, "url">, send: typeof fetch = fetch): Promise<Browser> {
  const cookies = new Map<string, string>()
  let lastSetCookies: readonly string[] = []
  const cookieHeader = () => [...cookies].map(([name, value]) => `${name}=${value}`).join("; ")
  const keepCookies: typeof fetch = async (input, init) => {
    const headers = new Headers(init?.headers)
    headers.set("cookie", cookieHeader())
    const response = await send(input, { ...init, headers })
    lastSetCookies = response.headers.getSetCookie()
    for (const cookie of lastSetCookies) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
      if (value === "") cookies.delete(name)
      else cookies.set(name, value)
    }
    return response
  }
  const bare = createClient({ baseUrl: daemon.url, fetch: keepCookies })
  const { token } = await bare.call(routes.showCsrf, {})
  const ownHeaders = { [csrfHeader]: token, origin: daemon.url }
  const client = createClient({ baseUrl: daemon.url, fetch: keepCookies, headers: () => ownHeaders })
  return {
    client,
    cookies,
    headers: () => ({ cookie: cookieHeader(), ...ownHeaders }),
    setCookies: () => lastSetCookies,
    signIn: (handle, password = testPassword) => client.call(routes.signIn, { body: { identifier: handle, password } }),
  }
}
