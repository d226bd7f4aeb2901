import type { PublicKey } from "@latchkey/engine"
import type { Account } from "../accounts/account.ts"
import type { FoundKeyId, ServerId } from "../ids.ts"
import type { Instant } from "../time.ts"

/**
 * What was said of a found key. `undecided`: it opens the server as before, whatever Latchkey says of other keys;
 * `break-glass`: the same, also when the server goes by its stale policy break-glass; `dropped`: it is let in no more.
 */
export const foundDecisions = ["undecided", "break-glass", "dropped"] as const
export type FoundDecisionKind = (typeof foundDecisions)[number]

/** What can be asked for: to register it and give it access, or to decide as in `foundDecisions`. */
export const foundKeyRequests = ["adopt", "keep", "drop", "break-glass"] as const

/** A key that stood in a server's authorized_keys, as the server reported it. */
export interface FoundKey {
  readonly id: FoundKeyId
  readonly serverId: ServerId
  readonly loginUser: string
  /** Its comment is foreign text. */
  readonly publicKey: PublicKey
  readonly fingerprint: string
  /** As they stood in front of the key, foreign text; empty for none. */
  readonly options: string
  readonly decision: FoundDecisionKind
  /** Whether the server goes by a bundle that says so. */
  readonly isInEffect: boolean
  /** The member or robot of the server's project that has registered this key. */
  readonly holder?: Pick<Account, "id" | "handle" | "kind">
  /** When the server reported it last. */
  readonly seenAt: Instant
}

/** A key as a report names it, with the id that it gets when it was not known. */
export type ReportedKey = Pick<FoundKey, "id" | "loginUser" | "publicKey" | "fingerprint" | "options">

/** A server has at most so many found keys: they are listed whole. */
export const maximumFoundKeys = 1000
