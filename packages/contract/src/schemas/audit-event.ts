import { actionNames, defaultPageSize, maximumPageSize } from "@latchkey/core"
import { z } from "zod"
import { id, timestamp } from "./time.ts"

const Detail = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))

export const AuditEvent = z
  .object({
    id,
    at: timestamp,
    action: z.enum(actionNames),
    outcome: z.enum(["done", "refused"]),
    actor: z.object({ accountId: id, handle: z.string(), tokenId: id.optional() }).nullable(),
    target: z.object({
      kind: z.enum(["account", "ssh_key", "api_token", "login_session"]),
      id: z.string(),
      name: z.string(),
    }),
    door: z.enum(["console", "http", "openstack", "ssh", "daemon"]),
    address: z.string().nullable(),
    requestId: z.string(),
    before: Detail.nullable(),
    after: Detail.nullable(),
  })
  .meta({ id: "AuditEvent" })
export type AuditEvent = z.infer<typeof AuditEvent>

export const AuditPage = z
  .object({ items: z.array(AuditEvent), total: z.int(), nextCursor: z.string().optional() })
  .meta({ id: "AuditPage" })

export const AuditQuery = z.strictObject({
  action: z.enum(actionNames).optional(),
  targetId: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(maximumPageSize).default(defaultPageSize),
  cursor: z.string().max(2000).optional(),
})
