import type { AuditEvent } from "./audit-event.ts"

/**
 * An audit event as the API shows it, as exports hold it, and as the chain covers it: every fact that is stored, `null`
 * where there is none, times as RFC 3339 text in UTC with milliseconds.
 */
export function auditRecord(event: AuditEvent) {
  const { actor, target } = event
  return {
    id: event.id,
    at: new Date(event.at).toISOString(),
    action: event.action,
    outcome: event.outcome,
    actor: actor === undefined ? null : { ...actor, tokenId: actor.tokenId ?? null },
    target: { ...target, fingerprint: target.fingerprint ?? null },
    door: event.door,
    address: event.address ?? null,
    requestId: event.requestId,
    before: event.before ?? null,
    after: event.after ?? null,
  }
}
