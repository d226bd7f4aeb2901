import { resolve } from "node:path"
import { CoreError, type FieldError } from "@latchkey/core"
import { type Setting, settings } from "./settings.ts"

/** How this daemon was told to run. */
export type Config = ReturnType<typeof readConfig>

/** Variables with our prefix that are not the daemon's: the command line reads them. */
const readByTheCommandLine: ReadonlySet<string> = new Set(["LATCHKEY_URL", "LATCHKEY_TOKEN"])

/**
 * The daemon's settings. Nothing else in the daemon reads the environment.
 *
 * @throws CoreError `invalid` with one field for each variable that is wrong, unknown ones included
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>> = process.env) {
  const problems: FieldError[] = []
  const read = <T>(setting: Setting<T>): T => {
    try {
      return setting.parse(environment[setting.name] || setting.default)
    } catch (error) {
      problems.push({ path: setting.name, message: error instanceof Error ? error.message : String(error) })
      return setting.parse(setting.default)
    }
  }
  const admin = firstAdmin(read(settings.adminHandle), read(settings.adminEmail), read(settings.adminPasswordFile))
  const config = {
    dataFolder: resolve(read(settings.dataFolder)),
    listen: read(settings.listen),
    publicUrl: read(settings.publicUrl),
    trustProxy: read(settings.trustProxy),
    allowsInsecureHttp: read(settings.insecureHttp),
    drain: read(settings.drain),
    sshListen: read(settings.sshListen),
    databaseUrl: read(settings.databaseUrl),
    auditRetention: read(settings.auditRetention),
    loginDays: read(settings.loginDays),
    admin: "problem" in admin ? undefined : admin.account,
    logLevel: read(settings.logLevel),
  }
  if ("problem" in admin) problems.push(admin.problem)
  problems.push(...unknownVariables(environment))
  if (problems.length > 0) {
    throw new CoreError("invalid", problems.map(({ path, message }) => `${path}: ${message}`).join("; "), {
      hint: "latchkey serve --help lists every setting",
      fields: problems,
    })
  }
  return config
}

function firstAdmin(handle: string | undefined, email: string | undefined, passwordFile: string | undefined) {
  if (handle === undefined && passwordFile === undefined && email === undefined) return { account: undefined }
  if (handle === undefined) return { problem: missing(settings.adminHandle) }
  if (passwordFile === undefined) return { problem: missing(settings.adminPasswordFile) }
  return { account: { handle, email: email ?? `${handle}@localhost`, passwordFile: resolve(passwordFile) } }
}

function missing(setting: Setting<unknown>): FieldError {
  return { path: setting.name, message: "is needed beside the other LATCHKEY_ADMIN settings" }
}

function unknownVariables(environment: Readonly<Record<string, string | undefined>>): readonly FieldError[] {
  const known = new Set(Object.values(settings).map(({ name }): string => name))
  return Object.keys(environment)
    .filter((name) => name.startsWith("LATCHKEY_") && !known.has(name) && !readByTheCommandLine.has(name))
    .map((path) => ({ path, message: "there is no such setting: probably a typing error" }))
}

/** What `latchkey serve --help` prints. */
export function serveHelp(): string {
  const rows = Object.values(settings).map(({ name, default: fallback, meaning }) => {
    const shown = fallback === "" ? meaning : `${meaning} (default: ${fallback})`
    return `  ${name.padEnd(29)} ${shown}`
  })
  return `Usage: latchkey serve

Serves the console, the API and the SSH gateway until it is stopped with Ctrl-C.
Everything is set through environment variables:

${rows.join("\n")}
`
}
