import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from "node:crypto"
import { appendFile, link, mkdir, open, readFile, rm } from "node:fs/promises"
import { join } from "node:path"
import { type AuditSeal, type Context, CoreError, type HeadSigner } from "@latchkey/core"
import { z } from "zod"

/** The daemon's part in the chain of audit events: the key that signs heads, and the heads that it signed. */
export interface AuditSigner extends HeadSigner {
  /** Keeps a head beside the key, where whoever changes the database cannot reach. */
  keep(seal: AuditSeal): Promise<void>
  /** The last head that was kept. */
  lastKept(): Promise<KeptHead | undefined>
}

const KeptHead = z.object({ number: z.int(), place: z.int(), link: z.string(), signedAt: z.iso.datetime() })

/** A head that was signed here once: the chain must have it. */
export type KeptHead = z.infer<typeof KeptHead>

/** In the data folder. */
const folder = "audit"
const keyFile = "signing-key.pem"
const headsFile = "signed-heads.jsonl"

/**
 * The installation's signing key, from this daemon's data folder. Where there is none, the first daemon of an
 * installation makes it; the others see that there is one elsewhere, and sign nothing.
 *
 * @throws CoreError `invalid` for a file that holds no Ed25519 key
 */
export async function openAuditSigner(context: Context, dataFolder: string): Promise<AuditSigner | undefined> {
  const path = join(dataFolder, folder)
  await mkdir(path, { recursive: true, mode: 0o700 })
  const known = await readKey(join(path, keyFile))
  const key = known ?? (await firstKey(context, join(path, keyFile)))
  if (key === undefined) return undefined
  const publicKey = publicHalf(key)
  await context.database.transaction(({ auditSeals }) => auditSeals.addSigningKey(publicKey, context.clock.now()))
  return {
    publicKey,
    sign: (text) => sign(null, Buffer.from(text), key).toString("base64"),
    async keep({ number, place, link, signature }) {
      if (signature === undefined) return
      const line = { number, place, link, signedAt: new Date(signature.signedAt).toISOString() }
      // On a line of its own, whatever a full disk left of the last one.
      await appendFile(join(path, headsFile), `\n${JSON.stringify(line)}\n`, { mode: 0o600, flush: true })
    },
    async lastKept() {
      const lines = (await readText(join(path, headsFile)))?.trimEnd().split("\n") ?? []
      return lines.flatMap(parseHead).at(-1)
    },
  }
}

/** Only while nobody has registered a key: of two daemons that start at once, one made the installation's. */
async function firstKey({ database, clock }: Context, path: string): Promise<KeyObject | undefined> {
  if ((await database.stores.auditSeals.listSigningKeys()).length > 0) return undefined
  const { privateKey } = generateKeyPairSync("ed25519")
  // Before it is registered: a key that everybody knows of and nobody has would sign nothing, for ever.
  await writeKey(path, privateKey)
  const isFirst = await database.transaction(async ({ auditSeals }) => {
    if ((await auditSeals.listSigningKeys()).length > 0) return false
    await auditSeals.addSigningKey(publicHalf(privateKey), clock.now())
    return true
  })
  if (!isFirst) await rm(path)
  return isFirst ? privateKey : undefined
}

async function writeKey(path: string, key: KeyObject): Promise<void> {
  // Whole or not at all, and never over one that is there.
  const draft = `${path}.new`
  await rm(draft, { force: true })
  const file = await open(draft, "wx", 0o600)
  try {
    await file.writeFile(key.export({ type: "pkcs8", format: "pem" }))
    await file.sync()
  } finally {
    await file.close()
  }
  await link(draft, path)
  await rm(draft)
}

async function readKey(path: string): Promise<KeyObject | undefined> {
  const text = await readText(path)
  if (text === undefined) return undefined
  const fault = new CoreError("invalid", `${path} is not an Ed25519 private key in PEM`, {
    hint: "put the installation's key back, or move this file away to sign nothing",
  })
  let key: KeyObject
  try {
    key = createPrivateKey(text)
  } catch {
    // What OpenSSL says could quote the file.
    throw fault
  }
  if (key.asymmetricKeyType !== "ed25519") throw fault
  return key
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8")
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined
    throw error
  }
}

/** Bytes of an Ed25519 public key; in SPKI they are the last (RFC 8410 section 4). */
const publicKeyLength = 32

function publicHalf(key: KeyObject): string {
  const spki = createPublicKey(key).export({ type: "spki", format: "der" })
  return spki.subarray(-publicKeyLength).toString("base64")
}

/** A line that a full disk cut off is none. */
function parseHead(line: string): readonly KeptHead[] {
  try {
    return [KeptHead.parse(JSON.parse(line))]
  } catch {
    return []
  }
}
