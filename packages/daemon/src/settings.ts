import { isIP } from "node:net"
import { type LogLevel, logLevels } from "./log.ts"

/** One environment variable that the daemon reads. */
export interface Setting<T> {
  readonly name: string
  /** Read when the variable is absent or empty; "" for what has no default. */
  readonly default: string
  readonly meaning: string
  /** @throws Error whose message completes "NAME: ..." and does not repeat a secret */
  parse(text: string): T
}

/** Where to listen. */
export interface ListenAddress {
  readonly host: string
  /** 0 lets the system choose. */
  readonly port: number
}

/** Every setting; `latchkey serve --help` prints this table. */
export const settings = {
  dataFolder: setting("LATCHKEY_DATA", "./data", "folder that holds everything Latchkey keeps", (text) => text),
  listen: setting("LATCHKEY_LISTEN", "127.0.0.1:8022", "address and port of the console and the API", parseListen),
  publicUrl: setting(
    "LATCHKEY_PUBLIC_URL",
    "",
    "address people open, as https://keys.example.org (default: http:// and where it listens)",
    parsePublicUrl,
  ),
  trustProxy: setting(
    "LATCHKEY_TRUST_PROXY",
    "",
    "reverse proxies whose X-Forwarded-For is believed: addresses or CIDR ranges, separated by commas",
    parseProxies,
  ),
  insecureHttp: setting(
    "LATCHKEY_INSECURE_HTTP",
    "",
    "1 lets servers be connected though the address people open is not https: for a trial",
    parseSwitch,
  ),
  drain: setting(
    "LATCHKEY_DRAIN",
    "0",
    "seconds for which a daemon that stops goes on answering, while /readyz says no",
    parseDrain,
  ),
  sshListen: setting(
    "LATCHKEY_SSH_LISTEN",
    "127.0.0.1:2222",
    "address and port of the SSH gateway, or off",
    (text): ListenAddress | "off" => (text === "off" ? "off" : parseListen(text)),
  ),
  databaseUrl: setting(
    "DATABASE_URL",
    "",
    "postgres://... for PostgreSQL (default: SQLite in the data folder)",
    parseDatabaseUrl,
  ),
  auditRetention: setting(
    "LATCHKEY_AUDIT_RETENTION",
    "365",
    "days for which audit events are kept, or 0 to keep them all",
    parseDays,
  ),
  loginDays: setting(
    "LATCHKEY_LOGIN_DAYS",
    "90",
    "days for which what servers report of logins is kept, or 0 for as long as there is room",
    parseDays,
  ),
  adminHandle: setting(
    "LATCHKEY_ADMIN_HANDLE",
    "",
    "makes the first account, an admin, without the set-up page",
    given,
  ),
  adminEmail: setting("LATCHKEY_ADMIN_EMAIL", "", "its e-mail address (default: HANDLE@localhost)", given),
  adminPasswordFile: setting("LATCHKEY_ADMIN_PASSWORD_FILE", "", "file whose first line is its password", given),
  logLevel: setting("LATCHKEY_LOG", "info", `least level that is logged: ${logLevels.join(", ")}`, parseLogLevel),
} as const

function setting<T>(name: string, fallback: string, meaning: string, parse: (text: string) => T): Setting<T> {
  return { name, default: fallback, meaning, parse }
}

function given(text: string): string | undefined {
  return text === "" ? undefined : text
}

function parseSwitch(text: string): boolean {
  if (text !== "" && text !== "0" && text !== "1") throw new Error(`"${text}" is not 1 or 0`)
  return text === "1"
}

function parseListen(text: string): ListenAddress {
  const [, bracketed, plain, port] = /^(?:\[([0-9a-fA-F:.]+)\]|([^:[\]\s]+)):(\d{1,5})$/.exec(text) ?? []
  const host = bracketed ?? plain
  if (host === undefined || Number(port) > 65_535 || (bracketed !== undefined && isIP(bracketed) !== 6)) {
    throw new Error(`"${text}" is not ADDRESS:PORT, as 127.0.0.1:8022 or [::1]:8022`)
  }
  return { host, port: Number(port) }
}

function parsePublicUrl(text: string): string | undefined {
  if (text === "") return undefined
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol) || `${url.origin}/` !== url.href) {
    throw new Error("is not an address without a path, as https://keys.example.org")
  }
  return url.origin
}

function parseProxies(text: string): readonly string[] {
  const proxies = text.split(/[\s,]+/).filter((proxy) => proxy !== "")
  const wrong = proxies.find((proxy) => {
    const [address = "", bits, ...rest] = proxy.split("/")
    const family = isIP(address)
    const width = family === 4 ? 32 : 128
    return family === 0 || rest.length > 0 || (bits !== undefined && (!/^\d+$/.test(bits) || Number(bits) > width))
  })
  if (wrong !== undefined) throw new Error(`"${wrong}" is not an address or range, as 127.0.0.1 or 10.0.0.0/8`)
  return proxies
}

const longestDrain = 300

/** In milliseconds. */
function parseDrain(text: string): number {
  if (!/^\d{1,3}$/.test(text) || Number(text) > longestDrain) {
    throw new Error(`"${text}" is not a number of seconds from 0 to ${longestDrain}`)
  }
  return Number(text) * 1000
}

function parseDays(text: string): number {
  if (!/^\d{1,5}$/.test(text)) throw new Error(`"${text}" is not a number of days`)
  return Number(text)
}

function parseDatabaseUrl(text: string): string | undefined {
  if (text === "") return undefined
  // The text holds a password: it is not shown.
  if (!/^postgres(ql)?:\/\/./.test(text)) throw new Error("is not an address that starts with postgres://")
  return text
}

function parseLogLevel(text: string): LogLevel {
  const level = logLevels.find((known) => known === text)
  if (level === undefined) throw new Error(`"${text}" is not one of ${logLevels.join(", ")}`)
  return level
}
