import { listAuditEvents } from "@latchkey/core"
import type { Handlers } from "./call.ts"
import { renderAuditEvent } from "./render/audit-event.ts"

export const auditEventHandlers: Handlers<"listAuditEvents"> = {
  async listAuditEvents({ context, actor, query }) {
    const { items, ...rest } = await listAuditEvents(context, actor, query)
    return { ...rest, items: items.map(renderAuditEvent) }
  },
}
