import { setFlagsFromString } from "node:v8"
import { CoreError, type ErrorCode, exitStatusOf, toCoreError } from "@latchkey/core"
import { defaultPublicUrl, hostOf, isLoopback } from "./addresses.ts"
import { type Config, readConfig, serveHelp } from "./config.ts"
import { createLogger, type Logger } from "./log.ts"
import type { Daemon } from "./start.ts"

/** A terminal and npm can both deliver one Ctrl-C: within this time, in milliseconds, two signals are one. */
const sameSignal = 500

/** How long, in milliseconds, a start that is to be stopped may take to its end. */
const startPatience = 5_000

/** How far the heap may grow beyond what lives in it. V8 lets it double, and held polls fill it with what they leave. */
const heapGrowth = "--heap-growing-percent=20"

async function main(args: readonly string[]): Promise<void> {
  const [command, ...rest] = args
  if (command === "backup" || command === "restore") {
    process.umask(0o077)
    const { runArchiveCommand } = await import("./archive-command.ts")
    return runArchiveCommand(command, rest, readConfig()).catch((error) => fail(error, (code) => exitStatusOf[code]))
  }
  if (args.includes("--help") || args.includes("-h")) return void process.stdout.write(serveHelp())
  if (args.length > 0) {
    throw new CoreError("invalid", "latchkey serve takes no arguments", {
      hint: "latchkey serve --help lists settings",
    })
  }
  const config = readConfig()
  const logger = createLogger(config.logLevel)
  setFlagsFromString(heapGrowth)
  // What is kept is for the user that runs this program alone.
  process.umask(0o077)
  // Loaded here, so that wrong settings and --help are answered at once.
  const { start } = await import("./start.ts")
  const starting = start(config, logger)
  stopOnSignal(starting, logger)
  process.stdout.write(announcement(config, await starting))
}

/** A signal that comes during the start waits a while for its end: what is half open cannot be closed well. */
function stopOnSignal(starting: Promise<Daemon>, logger: Logger): void {
  let isStarting = true
  let stoppingSince: number | undefined
  const onSignal = (signal: NodeJS.Signals) => {
    // Exiting would wait for a file that does not answer; what the signal does by itself waits for nothing.
    const endAtOnce = () => {
      process.removeListener(signal, onSignal)
      process.kill(process.pid, signal)
    }
    if (stoppingSince !== undefined) {
      if (performance.now() - stoppingSince <= sameSignal) return
      return isStarting ? endAtOnce() : process.exit(1)
    }
    stoppingSince = performance.now()
    logger.info({ signal }, "stopping")
    const impatience = setTimeout(() => {
      logger.warn("the start did not come to its end")
      endAtOnce()
    }, startPatience)
    starting
      .then((daemon) => {
        clearTimeout(impatience)
        return daemon.stop()
      })
      .then(() => process.exit(0), fail)
  }
  starting.then(
    () => {
      isStarting = false
    },
    () => undefined,
  )
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, onSignal)
}

/** What a person reads who started the daemon. */
function announcement(config: Config, { publicUrl, listensOn, setupToken, database, gateway }: Daemon): string {
  const rows = [["Console", publicUrl]]
  if (config.publicUrl !== undefined) rows.push(["Listens on", defaultPublicUrl(listensOn)])
  if (setupToken !== undefined) rows.push(["Set up", `${publicUrl}/setup#${setupToken}`])
  rows.push(["Data", database === "sqlite" ? config.dataFolder : `${config.dataFolder}, and PostgreSQL`])
  rows.push([
    "SSH gateway",
    gateway.state === "on"
      ? `ssh -T -p ${gateway.port} ${gateway.user}@${gateway.host}`
      : `off: ${[gateway.message, gateway.hint].filter((text) => text !== undefined).join("; ")}`,
  ])
  const lines = rows.map(([name = "", value]) => `  ${name.padEnd(12)} ${value}`)
  const isHttps = publicUrl.startsWith("https:")
  if (gateway.state === "on" && isLoopback(gateway.host) && !isLoopback(hostOf(publicUrl))) {
    lines.push(
      "",
      "  Note: the SSH gateway is reached from this machine alone.",
      "  Give it an address that others reach in LATCHKEY_SSH_LISTEN, as 0.0.0.0:2222.",
    )
  }
  if (isHttps && config.trustProxy.length === 0) {
    lines.push(
      "",
      "  Note: everyone will seem to come from the address of the proxy in front.",
      "  Name that address in LATCHKEY_TRUST_PROXY.",
    )
  }
  if (!isLoopback(config.listen.host) && !isHttps) {
    lines.push(
      "",
      "  Warning: passwords and tokens travel unencrypted to this address.",
      "  Put a reverse proxy with TLS in front, and name its address in LATCHKEY_PUBLIC_URL.",
    )
  }
  return `Latchkey is running. Ctrl-C stops it.\n\n${lines.join("\n")}\n\n`
}

/** Says why on standard error and ends the process; the daemon's exit status is 2 for what the caller got wrong. */
function fail(thrown: unknown, statusOf = (code: ErrorCode): number => (code === "invalid" ? 2 : 1)): never {
  const error = toCoreError(thrown)
  const { fields = [], message, hint, code, cause } = error
  const unexpected = code === "internal" && cause instanceof Error ? ` (${cause.message})` : ""
  const messages = fields.length > 0 ? fields.map((field) => `${field.path}: ${field.message}`) : [message + unexpected]
  for (const text of messages) process.stderr.write(`latchkey: error: ${text}\n`)
  if (hint !== undefined) process.stderr.write(`latchkey: hint: ${hint}\n`)
  process.exit(statusOf(code))
}

main(process.argv.slice(2)).catch((error) => fail(error))
