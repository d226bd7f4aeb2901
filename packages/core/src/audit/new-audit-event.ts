import type { Actor } from "../actor.ts"
import { auditEventId } from "../ids.ts"
import type { Context } from "../ports.ts"
import type { ActionName, AuditDetail, AuditEvent, AuditTarget } from "./audit-event.ts"

/** What an action tells of itself for its event. */
export interface AuditFacts {
  readonly target: AuditTarget
  readonly before?: AuditDetail
  readonly after?: AuditDetail
  /** Default: done. */
  readonly outcome?: AuditEvent["outcome"]
}

/** An event about now, from this request's origin. */
export function newAuditEvent(
  context: Pick<Context, "clock" | "secrets" | "origin">,
  actor: Actor,
  action: ActionName,
  facts: AuditFacts,
): AuditEvent {
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
