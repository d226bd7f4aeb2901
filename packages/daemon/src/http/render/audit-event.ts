import type { AuditEvent as RenderedAuditEvent } from "@latchkey/contract"
import type { AuditEvent } from "@latchkey/core"
import { renderTime } from "./time.ts"

export function renderAuditEvent(event: AuditEvent): RenderedAuditEvent {
  const { kind, id, name } = event.target
  return {
    id: event.id,
    at: renderTime(event.at),
    action: event.action,
    outcome: event.outcome,
    actor: event.actor ?? null,
    target: { kind, id, name },
    door: event.door,
    address: event.address ?? null,
    requestId: event.requestId,
    before: event.before ?? null,
    after: event.after ?? null,
  }
}
