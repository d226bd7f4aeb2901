import type { KeyTypeName } from "@latchkey/engine"
import type { AccountId, SshKeyId } from "../ids.ts"
import { day, type Instant } from "../time.ts"

/** How a key came to be registered. */
export const keySources = ["import"] as const
export type KeySource = (typeof keySources)[number]

/**
 * When and from where a key was last seen to open something. `never`: every place that it opens reports logins, and
 * none was seen; where a place does not report, it is `unknown`.
 */
export type KeyUse =
  | { readonly state: "used"; readonly at: Instant; readonly from?: string }
  | { readonly state: "never" }
  | { readonly state: "unknown" }

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
}

/** Whether the key may open anything at `now`; its account must be enabled too. */
export function keyOpens(key: Pick<SshKey, "disabledAt" | "expiresAt">, now: Instant): boolean {
  return key.disabledAt === undefined && (key.expiresAt === undefined || now < key.expiresAt)
}

/** What a list says of a key in one word, worst first. */
export type KeyStatus = "weak" | "expired" | "expiring" | "disabled" | "unused" | "active"

export const expiringWithin = 30 * day
export const unusedAfter = 90 * day

/** The one status that is shown when several apply. `isWeak` is the policy's judgement of the key. */
export function keyStatus(
  key: Pick<SshKey, "expiresAt" | "disabledAt" | "lastUse" | "createdAt">,
  isWeak: boolean,
  now: Instant,
): KeyStatus {
  if (isWeak) return "weak"
  if (key.expiresAt !== undefined && key.expiresAt <= now) return "expired"
  if (key.expiresAt !== undefined && key.expiresAt - now <= expiringWithin) return "expiring"
  if (key.disabledAt !== undefined) return "disabled"
  if (key.lastUse.state === "used" && now - key.lastUse.at >= unusedAfter) return "unused"
  if (key.lastUse.state === "never" && now - key.createdAt >= unusedAfter) return "unused"
  return "active"
}
