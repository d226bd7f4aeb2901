import { createHash, randomBytes } from "node:crypto"
import {
  type Account,
  type AccountId,
  type AuditEvent,
  accountId,
  auditEventId,
  type KeyClaim,
  keyClaimId,
  type Person,
  type ProjectId,
  type Robot,
  type SshKey,
  type Stores,
  sshKeyId,
} from "@latchkey/core"
import { fingerprintSha256, parsePublicKey } from "@latchkey/engine"
import { newPublicLine } from "../../../../tests/kit/public-line.ts"
import { newId } from "./databases.ts"

/** An account like no other; what matters to a test is given. */
export function newAccount(given: Partial<Person> = {}): Person {
  const id = accountId(newId())
  const handle = given.handle ?? `a${id.replaceAll("-", "")}`
  return {
    kind: "person",
    id,
    handle,
    email: `${handle}@example.org`,
    displayName: "Ada Lovelace",
    language: "en",
    theme: "system",
    role: "member",
    publishesKeys: false,
    keyQuota: 10_000,
    createdAt: 1_700_000_000_000,
    revision: 1,
    ...given,
  }
}

/** A robot of a project. */
export function newRobot(project: ProjectId, given: Partial<Robot> = {}): Robot {
  const id = accountId(newId())
  return {
    kind: "robot",
    id,
    handle: `r${id.replaceAll("-", "")}`,
    displayName: "Robot",
    projectId: project,
    disabledByAdmin: false,
    keyQuota: 10_000,
    createdAt: 1_700_000_000_000,
    revision: 1,
    ...given,
  }
}

/** Stores a new account. */
export async function addAccount(stores: Stores, given: Partial<Person> = {}): Promise<Person> {
  const account = newAccount(given)
  await stores.accounts.insert(account, "$argon2id$stub")
  return account
}

/** A key like no other. Its blob only looks like one: nothing here reads it. */
export function newKey(owner: AccountId, given: Partial<SshKey> = {}): SshKey {
  const blob = new Uint8Array(randomBytes(51))
  const id = sshKeyId(newId())
  return {
    id,
    accountId: owner,
    name: `key ${id}`,
    keyType: "ssh-ed25519",
    bits: 256,
    fingerprint: `SHA256:${createHash("sha256").update(blob).digest("base64").slice(0, 43)}`,
    md5Fingerprint: `MD5:${createHash("md5")
      .update(blob)
      .digest("hex")
      .replace(/..(?=.)/g, "$&:")}`,
    comment: "ada@laptop",
    blob,
    createdAt: 1_700_000_000_000,
    source: "import",
    isDefault: false,
    lastUse: { state: "never" },
    standing: "good",
    ...given,
  }
}

/** Claims a key's material and registers it; false when either is taken. */
export async function register(stores: Stores, key: SshKey): Promise<boolean> {
  const claimed = await stores.sshKeys.claimMaterial(key.fingerprint, key.accountId, key.blob)
  return claimed && (await stores.sshKeys.insert(key))
}

/** Stores a new key of an account. */
export async function addKey(stores: Stores, owner: AccountId, given: Partial<SshKey> = {}): Promise<SshKey> {
  const key = newKey(owner, given)
  if (!(await register(stores, key))) throw new Error("the key was not registered")
  return key
}

/** A claim of nobody's on an Ed25519 key of an account's. */
export function newClaim(holder: AccountId, state: KeyClaim["state"]): KeyClaim {
  const publicKey = parsePublicKey(newPublicLine("laptop"))
  return {
    id: keyClaimId(newId()),
    fingerprint: fingerprintSha256(publicKey.blob),
    publicKey,
    claimantId: accountId(newId()),
    holderId: holder,
    holderKeyName: "laptop",
    provenAt: 1,
    takesEffectAt: 1,
    state,
  }
}

/** Something that an account did to itself. */
export function newEvent(about: Account, given: Partial<AuditEvent> = {}): AuditEvent {
  return {
    id: auditEventId(newId()),
    at: 1_700_000_000_000,
    action: "account.update",
    outcome: "done",
    actor: { accountId: about.id, handle: about.handle },
    target: { kind: "account", id: about.id, name: about.handle, accountId: about.id },
    door: "http",
    requestId: newId(),
    ...given,
  }
}
