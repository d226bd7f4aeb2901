import { execFileSync, spawn } from "node:child_process"
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { findAnsible } from "../interop/openstack/ansible-client.ts"
import { type Reply, runAnswering, type TerminalResult } from "../kit/terminal.ts"

const commandLine = fileURLToPath(new URL("../../packages/cli/src/main.ts", import.meta.url))

const passphrase = "a passphrase for guides\n"

/**
 * What a person types to a command. ssh-keygen takes its default file from the system's own list of users, not from
 * HOME, so the file is typed here where a person presses Enter.
 */
function repliesTo(command: string, home: string): readonly Reply[] {
  const twice = ["Enter passphrase", "Enter same passphrase"].map((to) => ({ to, type: passphrase }))
  const file = { to: "Enter file in which to save", type: `${home}/.ssh/id_ed25519\n` }
  if (/^ssh-keygen -t \S+-sk/.test(command)) return []
  if (command === "ssh-keygen -K") return [{ to: "Enter PIN", type: "1234\n" }]
  if (/^ssh-keygen -t/.test(command)) return command.includes(" -f ") ? twice : [file, ...twice]
  if (/^ssh-keygen -p/.test(command)) return ["Enter new", "Enter same"].map((to) => ({ to, type: passphrase }))
  if (/^puttygen -t/.test(command)) return ["Enter passphrase", "Re-enter"].map((to) => ({ to, type: passphrase }))
  if (/^latchkey key generate/.test(command)) {
    return ["Passphrase for", "The same passphrase"].map((to) => ({ to, type: passphrase.replace("\n", "\r") }))
  }
  return [{ to: "passphrase", type: passphrase }]
}

/** Somebody's home folder for one guide: a key without a passphrase, the same as a .ppk file, and an agent. */
export interface GuideHome {
  /** The public line. */
  readonly line: string
  run(command: string): Promise<TerminalResult>
  remove(): void
}

export interface GuideHomeOptions {
  readonly withKey: boolean
  /** With which the command line reaches a daemon. */
  readonly env: Readonly<Record<string, string>>
  /** What else is there: the text of each file, by its place in the folder. */
  readonly files: Readonly<Record<string, string>>
}

export async function openGuideHome(
  script: string,
  { withKey, env: given, files }: GuideHomeOptions,
): Promise<GuideHome> {
  const home = mkdtempSync(join(tmpdir(), "latchkey-guide-"))
  const ssh = join(home, ".ssh")
  const bin = join(home, "bin")
  const key = join(withKey ? ssh : home, "id_ed25519")
  mkdirSync(ssh, { mode: 0o700 })
  mkdirSync(bin)
  for (const [place, text] of Object.entries(files)) {
    mkdirSync(dirname(join(home, place)), { recursive: true })
    writeFileSync(join(home, place), text, { mode: 0o600 })
  }
  execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "alice@example.org", "-f", key], { stdio: "pipe" })
  if (withKey) execFileSync("puttygen", [key, "-O", "private", "-o", join(home, "office.ppk")], { stdio: "pipe" })
  const line = execFileSync("ssh-keygen", ["-y", "-f", key], { encoding: "utf8" })
  // ssh and ssh-keygen -R would read the files of whoever runs the tests: HOME means nothing to them.
  const known = join(ssh, "known_hosts")
  const options = [`IdentityFile ${key}`, `UserKnownHostsFile ${known}`, "StrictHostKeyChecking accept-new"]
  writeFileSync(join(ssh, "config"), `${options.join("\n")}\n`)
  const ansible = findAnsible()
  const ansibleEnv = Object.entries(ansible?.env ?? {}).map(([name, value]) => `${name}=${value}`)
  const shims = {
    ssh: `exec /usr/bin/ssh -F ${join(ssh, "config")} "$@"`,
    latchkey: `exec ${process.execPath} ${commandLine} "$@"`,
    "ssh-keygen": `[ "$1" = -R ] && set -- "$@" -f ${known}\nexec /usr/bin/ssh-keygen "$@"`,
    // Debian's, which its packages of OpenStack are for.
    python3: `exec /usr/bin/python3 "$@"`,
    "ansible-playbook": `exec env ${ansibleEnv.join(" ")} ${ansible?.program} "$@"`,
  }
  for (const [name, body] of Object.entries(shims)) {
    writeFileSync(join(bin, name), `#!/bin/sh\n${body}\n`)
    chmodSync(join(bin, name), 0o700)
  }
  const socket = join(home, "agent")
  const agent = spawn("ssh-agent", ["-D", "-a", socket], { stdio: "ignore" })
  while (!existsSync(socket)) await new Promise((resolve) => setTimeout(resolve, 20))
  const env = { ...given, HOME: home, SSH_AUTH_SOCK: socket, PATH: `${bin}:${process.env.PATH}` }
  if (withKey) execFileSync("ssh-add", ["-q", key], { env, stdio: "pipe" })
  return {
    line,
    run: (command) => runAnswering(script, `cd ${home}; ${command}`, env, repliesTo(command, home)),
    remove() {
      agent.kill()
      rmSync(home, { recursive: true, force: true })
    },
  }
}
