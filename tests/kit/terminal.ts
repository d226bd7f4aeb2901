import { spawn } from "node:child_process"
import { stripVTControlCharacters } from "node:util"

/** What is typed once a text has appeared. */
export interface Reply {
  readonly to: string
  readonly type: string
}

export interface TerminalResult {
  readonly status: number | null
  /** All that was written to the terminal. */
  readonly output: string
  /** The same without the control sequences. */
  readonly screen: string
}

/** Runs a shell's command in a terminal of its own (util-linux's `script`), and answers what it asks. */
export function runAnswering(
  script: string,
  command: string,
  env: Readonly<Record<string, string>>,
  replies: readonly Reply[],
): Promise<TerminalResult> {
  // Without a terminal of its own, `script` makes one of no width.
  const child = spawn(script, ["-qefc", `stty cols 120 rows 40; ${command}`, "/dev/null"], {
    env: { PATH: process.env.PATH, TERM: "xterm", SHELL: "/bin/sh", ...env },
  })
  let output = ""
  let screen = ""
  let seen = 0
  const waiting = [...replies]
  const look = (text: string) => {
    output += text
    screen += stripVTControlCharacters(text)
    const [next] = waiting
    const at = next === undefined ? -1 : screen.indexOf(next.to, seen)
    if (next === undefined || at === -1) return
    seen = at + next.to.length
    waiting.shift()
    child.stdin.write(next.type)
  }
  child.stdout.setEncoding("utf8").on("data", look)
  child.stdin.on("error", () => undefined)
  return new Promise((resolve, reject) => {
    child.once("error", reject)
    child.once("close", (status) => resolve({ status, output, screen }))
  })
}
