import { chmod, mkdir, rename, rm } from "node:fs/promises"
import { join } from "node:path"
import { encodeBase64, fingerprintSha256, type KeyTypeName, parsePublicKey } from "@latchkey/engine"
import { GatewayFault } from "./gateway-fault.ts"
import { runProgram } from "./run-program.ts"

/** One of the keys by which people recognise the gateway. */
export interface HostKey {
  /** The private file. */
  readonly path: string
  readonly keyType: KeyTypeName
  readonly fingerprint: string
  /** Type and base64, as a known_hosts line has them. */
  readonly publicKey: string
}

/** What ssh-keygen is asked for: Ed25519 first, RSA for clients that know nothing newer. */
const kinds = [
  { name: "ed25519", options: [] },
  { name: "rsa", options: ["-b", "3072"] },
] as const

/**
 * The installation's host keys, kept in `folder`; made by ssh-keygen when they are missing.
 *
 * @throws GatewayFault for a key that cannot be made or read
 */
export async function openHostKeys(sshKeygen: string, folder: string): Promise<readonly HostKey[]> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  return Promise.all(
    kinds.map(async ({ name, options }) => {
      const path = join(folder, `host_${name}_key`)
      // A private key that cannot be read is never replaced: everyone who knows the gateway would be warned of an attack.
      if (!(await restrictMode(path))) await make(sshKeygen, path, ["-t", name, ...options])
      return read(sshKeygen, path)
    }),
  )
}

/** Whether the file exists; sshd refuses a private key that others may read. */
async function restrictMode(path: string): Promise<boolean> {
  try {
    await chmod(path, 0o600)
    return true
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return false
    throw error
  }
}

async function make(sshKeygen: string, path: string, kind: readonly string[]): Promise<void> {
  // A key appears under its name when it is whole: the daemon may be stopped in between.
  const unfinished = `${path}.new`
  await rm(unfinished, { force: true })
  const { status, stderr } = await runProgram(sshKeygen, ["-q", ...kind, "-N", "", "-C", "", "-f", unfinished])
  if (status !== 0) {
    throw new GatewayFault(
      "data_folder_unusable",
      `ssh-keygen made no host key: ${stderr.trim()}`,
      `look whether Latchkey may write to ${path}`,
    )
  }
  await rename(`${unfinished}.pub`, `${path}.pub`)
  await rename(unfinished, path)
}

async function read(sshKeygen: string, path: string): Promise<HostKey> {
  const { status, stdout, stderr } = await runProgram(sshKeygen, ["-y", "-P", "", "-f", path])
  if (status !== 0) {
    throw new GatewayFault(
      "host_key_unreadable",
      `the host key ${path} cannot be read: ${stderr.trim()}`,
      "put it back from a backup; if there is none, remove it: a new one is made, and ssh will warn everyone of the change",
    )
  }
  const { type, blob } = parsePublicKey(stdout.trimEnd())
  return { path, keyType: type, fingerprint: fingerprintSha256(blob), publicKey: `${type} ${encodeBase64(blob)}` }
}
