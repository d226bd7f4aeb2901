import type { Actor } from "../actor.ts"
import { type AccountId, type ApiTokenId, type AuditEventId, auditEventId } from "../ids.ts"
import type { Context, Door } from "../ports.ts"
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

/** What an action tells of itself for its event. */
export interface AuditFacts {
  readonly target: AuditTarget
  readonly before?: AuditDetail
  readonly after?: AuditDetail
  /** Default: done. */
  readonly outcome?: AuditEvent["outcome"]
}

/** An event about now, from this request's origin. */
export function newAuditEvent(context: Context, actor: Actor, action: ActionName, facts: AuditFacts): AuditEvent {
  return {
    id: auditEventId(context.secrets.id()),
    at: context.clock.now(),
    action,
    outcome: facts.outcome ?? "done",
    ...(actor.kind === "account" && {
      actor: {
        accountId: actor.account.id,
        handle: actor.account.handle,
        ...(actor.by.kind === "api_token" && { tokenId: actor.by.id }),
      },
    }),
    target: facts.target,
    door: context.origin.door,
    ...(context.origin.address !== undefined && { address: context.origin.address }),
    requestId: context.origin.requestId,
    ...(facts.before !== undefined && { before: facts.before }),
    ...(facts.after !== undefined && { after: facts.after }),
  }
}
