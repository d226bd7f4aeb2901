import { execFile } from "node:child_process"

/** How a program ended, and what it said. */
export interface Finished {
  /** The exit status; undefined when it could not be started, or a signal or the time limit ended it. */
  readonly status: number | undefined
  readonly stdout: string
  readonly stderr: string
}

const timeLimitMs = 30_000
const outputLimit = 256 * 1024

/** Runs a program to its end, with no input and none of the daemon's environment, which may hold secrets. */
export function runProgram(program: string, args: readonly string[]): Promise<Finished> {
  const options = { env: {}, cwd: "/", timeout: timeLimitMs, maxBuffer: outputLimit, encoding: "utf8" } as const
  return new Promise((resolve) => {
    const child = execFile(program, args, options, (error, stdout, stderr) => {
      const code = error === null ? 0 : error.code
      resolve({ status: typeof code === "number" ? code : undefined, stdout, stderr })
    })
    child.stdin?.end()
  })
}
