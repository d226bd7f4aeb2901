import { execFileSync, spawn } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

/** How a client ended, and what it printed. */
export interface Ended {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A key pair that ssh-keygen made. */
export interface KeyPair {
  /** The private file. */
  readonly path: string
  /** The public line. */
  readonly line: string
}

/** Runs a program without input, until it ends or `signal` ends it (which rejects). */
export function run(
  program: string,
  args: readonly string[],
  env: Record<string, string> = {},
  signal?: AbortSignal,
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      env: { PATH: "/usr/bin:/bin:/usr/sbin", ...env },
      ...(signal !== undefined && { signal }),
      stdio: ["ignore", "pipe", "pipe"],
    })
    let stdout = ""
    let stderr = ""
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text
    })
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text
    })
    child.once("error", reject)
    child.once("close", (status) => resolve({ status, stdout, stderr }))
  })
}

/** One person's computer: a folder of keys, and the real clients. Each call reaches the gateway at `port` here. */
export interface Computer {
  readonly folder: string
  /** Makes a key pair; `kind` is what ssh-keygen is told, as `-t rsa -b 3072`. */
  makeKey(name: string, kind: readonly string[], comment?: string): KeyPair
  /** ssh with this key alone, unless `args` say more. */
  ssh(login: Login, ...args: string[]): Promise<Ended>
  /** PuTTY's command line client with the same key, converted by puttygen. */
  plink(login: Login, hostKey: string, ...args: string[]): Promise<Ended>
  remove(): void
}

export interface Login {
  readonly user: string
  readonly port: number
  readonly key: KeyPair
  /** Before the host: options of ssh. */
  readonly options?: readonly string[]
  /** Ends the client. */
  readonly signal?: AbortSignal
}

/** Nothing of the machine's own ssh counts: no configuration, agent or known hosts. */
const apart = ["-F", "none", "-o", "IdentityAgent=none", "-o", "IdentitiesOnly=yes", "-o", "LogLevel=ERROR"]

export function openComputer(): Computer {
  const folder = mkdtempSync(join(tmpdir(), "latchkey-client-"))
  const knownHosts = [
    "-o",
    `UserKnownHostsFile=${join(folder, "known_hosts")}`,
    "-o",
    "StrictHostKeyChecking=accept-new",
  ]
  return {
    folder,
    makeKey(name, kind, comment = "") {
      const path = join(folder, name)
      execFileSync("ssh-keygen", ["-q", ...kind, "-N", "", "-C", comment, "-f", path], { stdio: "pipe" })
      return { path, line: readFileSync(`${path}.pub`, "utf8") }
    },
    ssh: ({ user, port, key, options = [], signal }, ...args) =>
      run(
        "ssh",
        [...apart, ...knownHosts, "-o", "BatchMode=yes", "-p", String(port), "-i", key.path, ...options]
          .concat(`${user}@127.0.0.1`)
          .concat(args),
        {},
        signal,
      ),
    async plink({ user, port, key }, hostKey, ...args) {
      const ppk = `${key.path}.ppk`
      execFileSync("puttygen", [key.path, "-O", "private", "-o", ppk], { env: { HOME: folder }, stdio: "pipe" })
      const options = ["-batch", "-noagent", "-hostkey", hostKey, "-P", String(port), "-i", ppk, `${user}@127.0.0.1`]
      return run("plink", [...options, ...args], { HOME: folder })
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
