import { createPrivateKey, sign as signBytes } from "node:crypto"
import { link, mkdir, open, readFile, rm } from "node:fs/promises"
import { join } from "node:path"
import { type Context, CoreError } from "@latchkey/core"
import { formatPublicKey, KeyError, keyTypes } from "@latchkey/engine"
import type { PrivateKey } from "@latchkey/engine/private"
import { encodeStrings, type Signer, signSshsig } from "@latchkey/engine/signatures"
import type { Logger } from "./log.ts"

/** Signs what servers go by. */
export interface BundleSigner {
  /** `ssh-ed25519` and base64: what a server is told at its enrolment, and trusts from then on. */
  readonly publicKey: string
  /** An SSH signature in its armour. */
  sign(text: string, namespace: string): Promise<string>
}

/** In the data folder. */
const folder = "host"
const keyFile = "bundle-key"

/**
 * The installation's bundle key, from this daemon's data folder. The first daemon of an installation makes it. One whose
 * folder lacks the key that servers know signs nothing: it says what to copy, and goes on with everything else.
 *
 * @throws CoreError `invalid` for a file that holds no Ed25519 key
 */
export async function openBundleSigner(
  context: Context,
  dataFolder: string,
  log: Pick<Logger, "warn">,
): Promise<BundleSigner | undefined> {
  const path = join(dataFolder, folder, keyFile)
  await mkdir(join(dataFolder, folder), { recursive: true, mode: 0o700 })
  const key = (await readKey(path)) ?? (await makeFirst(context, path))
  const publicKey = key && lineOf(key)
  const known = await register(context, publicKey)
  if (key !== undefined && publicKey !== undefined && known.includes(publicKey)) {
    return { publicKey, sign: signWith(signerOf(key)) }
  }
  log.warn(
    { file: path },
    "this daemon cannot speak to connected servers: its data folder lacks the bundle key; copy host/bundle-key from the data folder of a daemon that has it, and start this one again",
  )
  return undefined
}

/** The registered keys; of several daemons that start at once, one registers its own. */
async function register({ database, clock }: Context, publicKey: string | undefined): Promise<readonly string[]> {
  return database.transaction(async ({ hosts }) => {
    const known = await hosts.listSigningKeys()
    if (known.length > 0 || publicKey === undefined) return known
    await hosts.addSigningKey(publicKey, clock.now())
    return [publicKey]
  })
}

/** Only while nobody has registered one. It is written before it is registered: else it could be lost and yet be known. */
async function makeFirst(context: Context, path: string): Promise<PrivateKey | undefined> {
  if ((await context.database.stores.hosts.listSigningKeys()).length > 0) return undefined
  const { formatPrivateKey, generateKey } = await import("@latchkey/engine/private")
  const key = await generateKey({ type: "ed25519", bits: 256 }, { comment: "latchkey bundle key" })
  await writeWhole(path, await formatPrivateKey(key, { format: "openssh" }))
  const known = await register(context, lineOf(key))
  if (known.includes(lineOf(key))) return key
  await rm(path)
  return undefined
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

const signWith =
  (signer: Signer): BundleSigner["sign"] =>
  (text, namespace) =>
    signSshsig(Buffer.from(text), signer, { namespace, isTrusted: true })
