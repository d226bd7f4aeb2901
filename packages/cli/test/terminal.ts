import { type Reply, runAnswering, type TerminalResult } from "../../../tests/kit/terminal.ts"
import { cliCommand } from "./run-cli.ts"

/** Runs the CLI in a terminal of its own, and answers what it asks. */
export function runInTerminal(
  script: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  replies: readonly Reply[],
): Promise<TerminalResult> {
  const words = [...cliCommand, ...args].map((word) => `'${word.replaceAll("'", "'\\''")}'`)
  return runAnswering(script, `exec ${words.join(" ")}`, env, replies)
}
