import { createPrivateKey, sign as signBytes } from "node:crypto"
import { link, mkdir, open, readFile, rename, rm } from "node:fs/promises"
import { join } from "node:path"
import { type BundleSigningKey, CoreError } from "@latchkey/core"
import { formatPublicKey, KeyError, keyTypes } from "@latchkey/engine"
import type { PrivateKey } from "@latchkey/engine/private"
import { encodeStrings, type Signer } from "@latchkey/engine/signatures"

/** The places of bundle keys in the data folder: the one in use, and beside it for a while the next one. */
const folder = "host"
const own = "bundle-key"
const next = "bundle-key.next"

/** By the public half: type and base64. */
export type Signers = ReadonlyMap<string, Signer>

/**
 * Reads what is in both places.
 *
 * @throws CoreError `invalid` for a file that holds no Ed25519 key
 */
export async function readBundleKeys(dataFolder: string): Promise<Signers> {
  const keys = await Promise.all([own, next].map((name) => readKey(join(dataFolder, folder, name))))
  return new Map(keys.filter((key) => key !== undefined).map((key) => [lineOf(key), signerOf(key)]))
}

/** Where bundle keys are, for messages. */
export function bundleKeyFolder(dataFolder: string): string {
  return join(dataFolder, folder)
}

/**
 * Makes a key and gives its public half: the very first one, or the next one beside it. What is there already is given as
 * it is, so that a key which was made and could not be registered is used the next time.
 */
export async function makeBundleKey(dataFolder: string, place: "own" | "next"): Promise<string> {
  await mkdir(join(dataFolder, folder), { recursive: true, mode: 0o700 })
  const path = join(dataFolder, folder, place === "own" ? own : next)
  const there = await readKey(path)
  if (there !== undefined) return lineOf(there)
  const { formatPrivateKey, generateKey } = await import("@latchkey/engine/private")
  const key = await generateKey({ type: "ed25519", bits: 256 }, { comment: "latchkey bundle key" })
  await writeWhole(path, await formatPrivateKey(key, { format: "openssh" }))
  return lineOf(key)
}

/** Takes away the key that was made first and is not the installation's. */
export function dropOwnBundleKey(dataFolder: string): Promise<void> {
  return rm(join(dataFolder, folder, own))
}

/** Removes what servers trust no more, and gives the current key the usual place when that is free. */
export async function settleBundleKeys(dataFolder: string, known: readonly BundleSigningKey[]): Promise<void> {
  const stateIn = async (name: string) => {
    const key = await readKey(join(dataFolder, folder, name))
    return key && (known.find(({ publicKey }) => publicKey === lineOf(key))?.state ?? "unknown")
  }
  for (const name of [own, next]) {
    if ((await stateIn(name)) === "retired") await rm(join(dataFolder, folder, name))
  }
  if ((await stateIn(own)) === undefined && (await stateIn(next)) === "current") {
    await rename(join(dataFolder, folder, next), join(dataFolder, folder, own))
  }
}

async function readKey(path: string): Promise<PrivateKey | undefined> {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined
    throw error
  })
  if (text === undefined) return undefined
  const { parsePrivateKey } = await import("@latchkey/engine/private")
  const key = await parsePrivateKey(text).catch((error: unknown) => {
    if (error instanceof KeyError) return undefined
    throw error
  })
  if (key !== undefined && keyTypes[key.publicKey.type].family === "Ed25519") return key
  throw new CoreError("invalid", `${path} is not an Ed25519 private key without a passphrase`, {
    hint: "put the installation's key back from a backup, or from the data folder of another daemon",
  })
}

async function writeWhole(path: string, text: string): Promise<void> {
  const draft = `${path}.new`
  await rm(draft, { force: true })
  const file = await open(draft, "wx", 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await link(draft, path)
  await rm(draft)
}

function lineOf({ publicKey }: PrivateKey): string {
  return formatPublicKey({ ...publicKey, comment: "" }).trim()
}

/** Natively, because a change can mean a thousand signatures. */
function signerOf({ publicKey, secretFields: [seed = new Uint8Array()] }: PrivateKey): Signer {
  const [d, x] = [seed, publicKey.blob.subarray(-pointLength)].map((bytes) => Buffer.from(bytes).toString("base64url"))
  const key = createPrivateKey({ key: { kty: "OKP", crv: "Ed25519", ...(d && { d }), ...(x && { x }) }, format: "jwk" })
  return { publicKey, sign: (bytes) => encodeStrings([Buffer.from(publicKey.type), signBytes(null, bytes, key)]) }
}

/** Bytes of an Ed25519 public key; they are the last of its blob (RFC 8709 section 4). */
const pointLength = 32
