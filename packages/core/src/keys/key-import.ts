import {
  fingerprintMd5,
  fingerprintSha256,
  type InspectionFinding,
  inspect,
  type KeyError,
  keyTypes,
  type PublicKey,
  toPrintable,
} from "@latchkey/engine"
import type { Account } from "../accounts/account.ts"
import { whoHas } from "../accounts/holder.ts"
import { accountTarget } from "../accounts/new-person.ts"
import type { Actor } from "../actor.ts"
import { recordRefusal } from "../audit/record-refusal.ts"
import { CoreError } from "../error.ts"
import { sshKeyId } from "../ids.ts"
import { longestName, parseName } from "../name.ts"
import type { Context, Stores } from "../ports.ts"
import type { Instant } from "../time.ts"
import { blockedConcern, judgeKey, type KeyConcern } from "./judge-key.ts"
import { type KeyPolicy, latestExpiry } from "./key-policy.ts"
import type { KeySource, SshKey } from "./ssh-key.ts"

/** One import takes at most this many keys, broken lines counted. */
export const maximumImport = 500

/** One text to import, as somebody pasted it: usually one key, possibly many. */
export interface KeyText {
  readonly text: string
  /** Only for a text that holds one key; proposed from its comment when absent. */
  readonly name?: string | undefined
  readonly isDefault?: boolean | undefined
  readonly expiresAt?: Instant | undefined
  /** Absent: import. */
  readonly source?: KeySource | undefined
}

/** Turns what the engine found wrong into what doors answer. The one place that does. */
export function fromKeyError(error: KeyError): CoreError {
  const where = error.line === undefined ? "" : `line ${error.line}: `
  return new CoreError("invalid", `${where}${error.message}`, { hint: error.hint, cause: error })
}

/**
 * A name for a key that nobody has named: its comment with the @ as a hyphen ("bob@laptop" is bob-laptop), else the name
 * of its file, else its type and the end of its fingerprint. Always one that `parseName` takes.
 */
export function proposeKeyName(key: PublicKey, fileName?: string): string {
  const readable = (text: string) =>
    [...text.normalize("NFC")]
      .filter((character) => toPrintable(character) === character)
      .slice(0, longestName)
      .join("")
      .trim()
  const fromComment = readable(key.comment.replaceAll("@", "-"))
  if (fromComment !== "") return fromComment
  const fromFile = readable((fileName ?? "").replace(/^.*[/\\]/, "").replace(/\.(pub|ppk|pem|txt|key)$/i, ""))
  if (fromFile !== "") return fromFile
  return `${keyTypes[key.type].family} ${fingerprintSha256(key.blob).slice(-4)}`
}

/** What to register from one finding. @throws CoreError `invalid` for what must not be registered */
export function publicKeyOf(finding: InspectionFinding): PublicKey {
  if (finding.kind === "refused") throw fromKeyError(finding.error)
  if (finding.kind === "private_key") throw privateKeyReceived()
  return finding.key
}

/** The answer to a request that holds a private key: PRODUCT rule 2, in these words. */
export function privateKeyReceived(): CoreError {
  return new CoreError("invalid", privateKeyMessage, {
    hint: "send the public half: the line that starts with ssh- or the file that ends in .pub",
  })
}

const privateKeyMessage =
  "this is a private key; it was not stored; treat it as exposed if it was sent over an untrusted connection"

/** Writes down that a private key came: from whom and to where, nothing of itself. */
export function recordPrivateKey(context: Context, actor: Actor, operation: string): Promise<void> {
  const after = { operation }
  if (actor.kind === "anonymous") return recordRefusal(context, actor, "private-key.receive", undefined, after)
  return recordRefusal(context, actor, "private-key.receive", accountTarget(actor.account), after)
}

/** Whether this is that answer. */
export function isPrivateKeyReceived(error: unknown): boolean {
  return error instanceof CoreError && error.message === privateKeyMessage
}

/** All that a text holds. @throws CoreError `invalid` when there is nothing in it */
export function findingsIn({ text }: KeyText): readonly InspectionFinding[] {
  const { findings, advice } = inspect(text)
  if (findings.length === 0) {
    throw new CoreError("invalid", "there is no key in this text", {
      hint: advice ?? "a public key starts with ssh-ed25519, ssh-rsa, ecdsa-sha2- or ---- BEGIN",
    })
  }
  return findings
}

/**
 * Registers one public key for an account: claims its material, then its name. Two requests at once cannot both win:
 * the database's unique indexes decide. Where keys have a maximum lifetime, one that comes without an expiry gets the
 * latest that is allowed.
 *
 * @param keyPair it comes as a key pair of OpenStack, where an account can have one key under several names
 * @throws CoreError `conflict` for a key or a name that is taken, `invalid`, also for a key that the policy refuses
 */
export async function registerKey(
  context: Context,
  stores: Stores,
  account: Account,
  publicKey: PublicKey,
  { name, isDefault, expiresAt, source = "import" }: Omit<KeyText, "text">,
  keyPair?: { readonly receivedText: string },
): Promise<SshKey> {
  const now = context.clock.now()
  requireFuture(expiresAt, now)
  const { policy, blockedKeys } = await stores.keyPolicy.current()
  const judgement = judgeKey(policy, publicKey)
  if (judgement.verdict === "refused") throw refusedBy(judgement.concerns[0])
  const latest = latestExpiry(policy, now)
  if (expiresAt !== undefined) requireWithinLifetime(policy, expiresAt, latest)
  const expiry = expiresAt ?? latest
  const key: SshKey = {
    id: sshKeyId(context.secrets.id()),
    accountId: account.id,
    name: name === undefined ? await freeName(stores, account, publicKey) : parseName(name, "name"),
    keyType: publicKey.type,
    bits: publicKey.bits,
    fingerprint: fingerprintSha256(publicKey.blob),
    md5Fingerprint: fingerprintMd5(publicKey.blob),
    comment: publicKey.comment,
    blob: publicKey.blob,
    createdAt: now,
    source,
    isDefault: isDefault ?? false,
    ...(expiry !== undefined && { expiresAt: expiry }),
    lastUse: { state: "never" },
    standing: judgement.verdict,
  }
  if (blockedKeys > 0 && (await stores.keyPolicy.isBlocked(key))) throw refusedBy(blockedConcern)
  const isNew = await stores.sshKeys.claimMaterial(key.fingerprint, account.id, key.blob)
  const [other] = isNew ? [] : await stores.sshKeys.findByFingerprint(key.fingerprint)
  if (!isNew && (keyPair === undefined || other?.accountId !== account.id)) throw alreadyRegistered(account, other)
  if (await stores.keyPairs.hasX509(account.id, key.name)) throw nameTaken(account, key.name)
  // A proof that the private half is the account's, and a login with it, hold under every name.
  const { verifiedAt, lastUse } = other ?? key
  const registered = { ...key, lastUse, ...(verifiedAt !== undefined && { verifiedAt }) }
  if (!(await stores.sshKeys.insert(registered, keyPair?.receivedText))) throw nameTaken(account, key.name)
  return registered
}

/** @throws CoreError `invalid` for an expiry that has passed */
export function requireFuture(expiresAt: Instant | undefined, now: Instant): void {
  if (expiresAt === undefined || expiresAt > now) return
  throw new CoreError("invalid", "this expiry has passed already", {
    hint: "to stop a key now, disable it",
    fields: [{ path: "expiresAt", message: "choose a time that is still to come" }],
  })
}

/** @throws CoreError `invalid` for an expiry after `latest` */
export function requireWithinLifetime(
  { maximumLifetimeDays: days }: KeyPolicy,
  expiresAt: Instant | undefined,
  latest: Instant | undefined,
): void {
  if (latest === undefined || (expiresAt !== undefined && expiresAt <= latest)) return
  throw new CoreError("invalid", `keys here expire at most ${days} days after they were added`, {
    hint: "to use it longer, replace it with a new key then",
    fields: [{ path: "expiresAt", message: `choose ${new Date(latest).toISOString()} or earlier` }],
  })
}

/** The answer to a key that the policy refuses. */
export function refusedBy({ message, hint }: KeyConcern): CoreError {
  return new CoreError("invalid", message, { hint })
}

export function nameTaken(account: Account, name: string): CoreError {
  const message = `${whoHas(account)} a key named "${name}" already`
  return new CoreError("conflict", message, { hint: "choose another name", fields: [{ path: "name", message }] })
}

function alreadyRegistered(account: Account, registered: SshKey | undefined): CoreError {
  return registered?.accountId === account.id
    ? new CoreError("conflict", `${whoHas(account)} this key as "${registered.name}" already`)
    : new CoreError("conflict", "another account here already holds this key", {
        hint: "a key can have only one owner: if the private half is yours, prove it, and the key is yours",
      })
}

/** How many numbers are tried before a name tells keys apart by their fingerprint: the search is work, and bounded. */
const numberedNames = 9

/** A proposed name that is taken gets a number, as a file manager would do, and in a crowd a part of its fingerprint. */
async function freeName(stores: Stores, account: Account, key: PublicKey): Promise<string> {
  const proposal = proposeKeyName(key)
  const withSuffix = (suffix: string) => [...proposal].slice(0, longestName - suffix.length).join("") + suffix
  for (let count = 1; count <= numberedNames; count++) {
    const name = withSuffix(count === 1 ? "" : ` ${count}`)
    if ((await stores.keyPairs.find(account.id, name)) === undefined) return name
  }
  return withSuffix(` ${fingerprintSha256(key.blob).slice(-8)}`)
}
