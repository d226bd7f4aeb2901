import type { KeyTypeName } from "@latchkey/engine"
import type { Account } from "../accounts/account.ts"
import type { AccountId, ProjectId, SshKeyId } from "../ids.ts"
import { day, type Instant } from "../time.ts"

/**
 * How a key came to be registered. `generate`: whatever sent it says that it had just made the pair; `openstack`: Latchkey
 * made the pair, because the protocol of OpenStack wants it so, and gave the private half out once.
 */
export const keySources = ["import", "generate", "openstack"] as const
export type KeySource = (typeof keySources)[number]

/**
 * When and from where a key was last seen to open something. `never`: every place that it opens reports logins, and
 * none was seen; where a place does not report, it is `unknown`.
 */
export type KeyUse =
  | { readonly state: "used"; readonly at: Instant; readonly from?: string }
  | { readonly state: "never" }
  | { readonly state: "unknown" }

/**
 * What the installation's key policy makes of a registered key. `weak`: it opens, and every list says that it should be
 * replaced. `stopped`: it opens nothing, whatever its owner does, until the policy changes.
 */
export const keyStandings = ["good", "weak", "stopped"] as const
export type KeyStanding = (typeof keyStandings)[number]

/** A registered public key of one account. */
export interface SshKey {
  readonly id: SshKeyId
  readonly accountId: AccountId
  /** Unique within the account. */
  readonly name: string
  readonly keyType: KeyTypeName
  readonly bits: number
  /** "SHA256:" and 43 base64 characters. */
  readonly fingerprint: string
  /** "MD5:" and 16 hex pairs. */
  readonly md5Fingerprint: string
  /** As the key's owner wrote it: foreign text, to be shown escaped, never to be served to a machine. */
  readonly comment: string
  /** The canonical key blob (RFC 4253 section 6.6). */
  readonly blob: Uint8Array
  readonly createdAt: Instant
  readonly source: KeySource
  /** Preselected where keys are chosen. */
  readonly isDefault: boolean
  readonly expiresAt?: Instant
  readonly disabledAt?: Instant
  /** When its owner proved to hold the private half. */
  readonly verifiedAt?: Instant
  readonly lastUse: KeyUse
  /** Kept with the key and brought up to date with each change of the policy, so that whoever looks need not judge. */
  readonly standing: KeyStanding
}

/** The account that holds a key, as whoever may see the key is told of it. */
export type KeyOwner = Pick<Account, "id" | "handle" | "kind"> & {
  /** What a robot belongs to. */
  readonly projectId?: ProjectId
}

/** A registered key and whose it is. */
export interface OwnedKey extends SshKey {
  readonly owner: KeyOwner
}

/** The key as that of the account that holds it. */
export function ownedBy(owner: KeyOwner, key: SshKey): OwnedKey {
  return { ...key, owner }
}

/** Whether the key may open anything at `now`; its account must be enabled too. */
export function keyOpens(key: Pick<SshKey, "disabledAt" | "expiresAt" | "standing">, now: Instant): boolean {
  if (key.standing === "stopped") return false
  return key.disabledAt === undefined && (key.expiresAt === undefined || now < key.expiresAt)
}

/** What a list says of a key in one word, worst first. */
export type KeyStatus = "stopped" | "weak" | "expired" | "expiring" | "disabled" | "unused" | "active"

export const expiringWithin = 30 * day
export const unusedAfter = 90 * day

/** People are told of a key's end so long before it, and no change of the policy lets a key expire sooner. */
export const expiryNotice = 14 * day

/** The one status that is shown when several apply. */
export function keyStatus(
  key: Pick<SshKey, "expiresAt" | "disabledAt" | "lastUse" | "createdAt" | "standing">,
  now: Instant,
): KeyStatus {
  if (key.standing !== "good") return key.standing
  if (key.expiresAt !== undefined && key.expiresAt <= now) return "expired"
  if (key.expiresAt !== undefined && key.expiresAt - now <= expiringWithin) return "expiring"
  if (key.disabledAt !== undefined) return "disabled"
  if (key.lastUse.state === "used" && now - key.lastUse.at >= unusedAfter) return "unused"
  if (key.lastUse.state === "never" && now - key.createdAt >= unusedAfter) return "unused"
  return "active"
}
