import { stat } from "node:fs/promises"
import { shellWord, type Weakness } from "@latchkey/engine"
import type { KeyEntry } from "./entry.ts"

/** One thing against a key or against the way it is kept. */
export interface Finding extends Omit<Weakness, "code"> {
  readonly code: Weakness["code"] | "file_mode" | "unencrypted" | "weak_encryption" | "ignored_line" | "expired"
}

/** Fewer rounds make guessing a passphrase cheap: what ssh-keygen wrote before OpenSSH 9.4; OWASP's least for PBKDF2. */
const fewestRounds: Readonly<Record<string, number>> = { bcrypt: 16, pbkdf2: 100_000 }

/** What is wrong with the place where a key stands; that the key is weak is the engine's to say. */
export async function placeFindings(
  entry: KeyEntry,
  path: string | undefined,
  now: number,
): Promise<readonly Finding[]> {
  const { warnings = [], privateHalf, certificate } = entry
  return [
    ...(privateHalf === undefined || path === undefined ? [] : await modeFindings(path)),
    ...(privateHalf === undefined ? [] : encryptionFindings(privateHalf)),
    ...(certificate !== undefined && certificate.validBefore < BigInt(Math.floor(now / 1000)) ? [expired] : []),
    ...warnings.map((message) => ({ ...ignored, message })),
  ]
}

const expired: Finding = {
  code: "expired",
  severity: "warn",
  message: "the time of this certificate is over: nobody accepts it any more",
  hint: "have the key certified again, or remove the certificate",
}

const ignored = { code: "ignored_line", severity: "warn", hint: "correct the options, or remove the line" } as const

/** Windows keeps who may read a file elsewhere. */
async function modeFindings(path: string): Promise<readonly Finding[]> {
  const { mode } = await stat(path)
  if (process.platform === "win32" || (mode & 0o077) === 0) return []
  const message = "others on this machine can open the file of this private key, and ssh refuses to use it"
  return [{ code: "file_mode", severity: "refuse", message, hint: `run: chmod 600 ${shellWord(path)}` }]
}

function encryptionFindings({ isEncrypted, encryption }: NonNullable<KeyEntry["privateHalf"]>): readonly Finding[] {
  if (!isEncrypted) {
    const message = "this private key is not encrypted: whoever gets hold of the file has the key"
    const hint = "give it a passphrase: ssh-keygen -p -f FILE, or latchkey key convert FILE --format openssh --out NEW"
    return [{ code: "unencrypted", severity: "warn", message, hint }]
  }
  if (encryption === undefined) return []
  const { kdf, rounds } = encryption
  const fewest = fewestRounds[kdf.replace(/-.*/, "")] ?? 0
  const isBareHash = kdf === "md5" || kdf === "sha1"
  if (!isBareHash && rounds >= fewest) return []
  const work = isBareHash ? `one ${kdf.toUpperCase()} computation` : `${rounds} rounds of ${kdf}`
  const message = `its passphrase is cheap to guess: a try takes ${work}`
  const hint = "write it anew: latchkey key convert FILE --format openssh --out NEW"
  return [{ code: "weak_encryption", severity: "warn", message, hint }]
}
