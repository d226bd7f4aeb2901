import type { Actor, SignedIn } from "../actor.ts"
import { type ApiTokenId, auditEventId } from "../ids.ts"
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
        ...tokenOf(actor.by),
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

/** An auth token lasts an hour: what it was got with is what its owner knows. */
function tokenOf(by: SignedIn["by"]): { readonly tokenId?: ApiTokenId } {
  const tokenId = by.kind === "api_token" ? by.id : by.kind === "auth_token" ? by.apiTokenId : undefined
  return tokenId === undefined ? {} : { tokenId }
}
