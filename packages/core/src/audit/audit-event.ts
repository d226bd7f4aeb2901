import type { AccountId, ApiTokenId, AuditEventId } from "../ids.ts"
import type { Door } from "../origin.ts"
import type { Instant } from "../time.ts"

/** Every name an audit event can carry: `noun.verb`. */
export const actionNames = [
  "installation.set-up",
  "account.show",
  "account.update",
  "login.sign-in",
  "login.sign-out",
  "key.list",
  "key.show",
  "key.import",
  "key.update",
  "key.disable",
  "key.enable",
  "key.delete",
  "token.list",
  "token.create",
  "token.delete",
  "audit.list",
] as const

export type ActionName = (typeof actionNames)[number]

/** Facts about a target, flat, never secret: what changed reads as before and after. */
export type AuditDetail = Readonly<Record<string, string | number | boolean | null>>

/** The kinds of thing that an event can be about. */
export const auditTargetKinds = ["account", "ssh_key", "api_token", "login_session"] as const

/** How an action ended: refused means that nothing but this event came of it. */
export const auditOutcomes = ["done", "refused"] as const

/** What an event is about. The name is kept as it was then; a key's fingerprint stays when the key is gone. */
export interface AuditTarget {
  readonly kind: (typeof auditTargetKinds)[number]
  readonly id: string
  readonly name: string
  /** Whose thing it is: that account may read the event. */
  readonly accountId: AccountId
}

/** One line of the append-only record: who did what to what, from where, through which door. */
export interface AuditEvent {
  readonly id: AuditEventId
  readonly at: Instant
  readonly action: ActionName
  readonly outcome: (typeof auditOutcomes)[number]
  /** Absent when nobody was signed in, as in a refused sign-in. */
  readonly actor?: { readonly accountId: AccountId; readonly handle: string; readonly tokenId?: ApiTokenId }
  readonly target: AuditTarget
  readonly door: Door
  readonly address?: string
  readonly requestId: string
  readonly before?: AuditDetail
  readonly after?: AuditDetail
}
