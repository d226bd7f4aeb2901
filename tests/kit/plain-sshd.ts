import { spawn } from "node:child_process"
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { freePort } from "./ports.ts"

/** An sshd that nobody manages: whoever has a key in its one file gets in as whoever runs the tests. */
export interface PlainSshd {
  readonly port: number
  stop(): void
}

/** Starts one whose files are in `folder`; `settings` are more lines of its configuration. */
export async function startPlainSshd(
  folder: string,
  hostKeys: readonly string[],
  authorizedKeys: string,
  settings: readonly string[] = [],
): Promise<PlainSshd> {
  const port = await freePort()
  const config = join(folder, "sshd_config")
  const lines = [
    `ListenAddress 127.0.0.1:${port}`,
    ...hostKeys.map((path) => `HostKey ${path}`),
    "PidFile none",
    "StrictModes no",
    "UsePAM no",
    `AuthorizedKeysFile ${authorizedKeys}`,
    ...settings,
  ]
  writeFileSync(config, `${lines.join("\n")}\n`)
  const child = spawn("/usr/sbin/sshd", ["-D", "-e", "-f", config], { stdio: ["ignore", "ignore", "pipe"] })
  const killChild = () => child.kill("SIGKILL")
  process.once("exit", killChild)
  child.once("exit", () => process.removeListener("exit", killChild))
  for await (const text of createInterface({ input: child.stderr })) {
    if (!text.startsWith("Server listening")) continue
    // What it logs later is read, so that its pipe never fills.
    child.stderr.resume()
    return { port, stop: () => void child.kill() }
  }
  throw new Error("the plain sshd did not start")
}
