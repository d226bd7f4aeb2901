import { CommanderError } from "commander"
import { createProgram } from "./program.ts"

/** 128 and the number of the signal, as a shell counts them. */
const interrupted = 130
const brokenPipe = 141

process.on("SIGINT", () => process.exit(interrupted))
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  // The reader has gone, as `head` does when it has seen enough.
  if (error.code === "EPIPE") process.exit(brokenPipe)
  throw error
})

try {
  await createProgram().parseAsync()
} catch (error) {
  const wasHelp = error instanceof CommanderError && error.exitCode === 0
  if (!wasHelp) {
    const { report } = await import("./report.ts")
    report(error)
  }
}
