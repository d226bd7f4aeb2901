import type { routes } from "@latchkey/contract"
import { type AuditFilter, auditRecord, listAuditEvents } from "@latchkey/core"
import { exportChainFile, exportEvents } from "./audit-export.ts"
import type { Call, Handlers } from "./call.ts"
import { toInstant } from "./render/time.ts"

export const auditEventHandlers: Handlers<"listAuditEvents" | "exportAuditEvents"> = {
  async listAuditEvents({ context, actor, query, audit }) {
    const { limit, cursor } = query
    const { items, ...rest } = await listAuditEvents(context, actor, { ...filterOf(query), limit, cursor })
    return { ...rest, items: items.map(auditRecord), keptDays: audit.keptDays }
  },

  async exportAuditEvents({ context, actor, query, audit, reply }) {
    const { chunks, fileName, mediaType } =
      query.format === "chain"
        ? await exportChainFile(context, actor, audit)
        : await exportEvents(context, actor, query.format, filterOf(query))
    reply.asFile(fileName, mediaType)
    return chunks
  },
}

type Filters = Omit<Call<typeof routes.exportAuditEvents>["query"], "format">

function filterOf({ person, action, targetId, target, key, from, to, result, door }: Filters): AuditFilter {
  return { person, action, targetId, target, key, from: toInstant(from), to: toInstant(to), outcome: result, door }
}
