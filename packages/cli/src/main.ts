import { CommanderError } from "commander"
import { createProgram } from "./program.ts"
import { usedConnection } from "./used-connection.ts"

/** 128 and the number of the signal, as a shell counts them. */
const interrupted = 130
const brokenPipe = 141

process.on("SIGINT", () => process.exit(interrupted))
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  // The reader has gone, as `head` does when it has seen enough.
  if (error.code === "EPIPE") process.exit(brokenPipe)
  throw error
})

/** Characters: no private key is shorter, in whatever format. */
const shortestPrivateKey = 60

/** Messages repeat arguments that they do not understand: a private key is to reach neither a terminal nor a log. */
async function refusePrivateKeys(args: readonly string[]): Promise<void> {
  const long = args.filter((argument) => argument.length >= shortestPrivateKey)
  if (long.length === 0) return
  const { detectPrivateKey } = await import("@latchkey/engine")
  if (long.every((argument) => detectPrivateKey(argument) === undefined)) return
  const { CoreError } = await import("@latchkey/core")
  throw new CoreError("invalid", "an argument is a private key; nothing was sent, but your shell may have noted it", {
    hint: "name the file that holds it instead",
  })
}

try {
  await refusePrivateKeys(process.argv.slice(2))
  await createProgram().parseAsync()
  if (usedConnection() !== undefined) await (await import("./notices.ts")).tellNotices(process.argv)
} catch (error) {
  const wasHelp = error instanceof CommanderError && error.exitCode === 0
  if (!wasHelp) {
    const { report } = await import("./report.ts")
    report(error)
  }
}
