import { z } from "zod"
import type { Route } from "../route.ts"
import * as auditEvent from "../schemas/audit-event.ts"

/** What happened. */
export const auditEventRoutes = {
  listAuditEvents: {
    method: "GET",
    path: "/audit",
    access: "audit:read",
    status: 200,
    errors: ["forbidden"],
    summary: "What happened, newest first",
    query: auditEvent.AuditQuery,
    response: auditEvent.AuditPage,
  },
  exportAuditEvents: {
    method: "GET",
    path: "/audit/export",
    access: "audit:read",
    status: 200,
    errors: ["forbidden"],
    summary: "What happened as a file, or the whole sealed chain (admins)",
    query: auditEvent.AuditExportQuery,
    isStreamed: true,
    response: z.string(),
  },
} as const satisfies Record<string, Route>
