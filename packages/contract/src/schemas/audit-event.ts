import {
  actionNames,
  auditOutcomes,
  auditTargetKinds,
  defaultPageSize,
  doors,
  largestAuditTotal,
  maximumPageSize,
} from "@latchkey/core"
import { z } from "zod"
import { id, timestamp } from "./time.ts"

const Detail = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))

export const AuditEvent = z
  .object({
    id,
    at: timestamp,
    action: z.enum(actionNames),
    outcome: z.enum(auditOutcomes),
    actor: z.object({ accountId: id, handle: z.string(), tokenId: id.nullable() }).nullable(),
    target: z.object({
      kind: z.enum(auditTargetKinds),
      id: z.string(),
      name: z.string(),
      accountId: id.meta({ description: "whose thing it is; the installation's own id for what is no account's" }),
      fingerprint: z.string().nullable(),
    }),
    door: z.enum(doors),
    address: z.string().nullable(),
    requestId: z.string(),
    before: Detail.nullable(),
    after: Detail.nullable(),
  })
  .meta({ id: "AuditEvent" })
export type AuditEvent = z.infer<typeof AuditEvent>

export const AuditPage = z
  .object({
    items: z.array(AuditEvent),
    total: z.int().meta({ description: `how many events there are, counted up to ${largestAuditTotal}` }),
    nextCursor: z.string().optional(),
    keptDays: z.int().meta({ description: "for how many days events are kept; 0 for ever" }),
  })
  .meta({ id: "AuditPage" })

const filter = {
  person: z.string().max(100).optional().meta({ description: "who did it: a handle, or - for nobody" }),
  action: z.enum(actionNames).optional(),
  targetId: z.string().max(100).optional(),
  target: z.string().max(300).optional().meta({ description: "what it is about: its id, or its name as it was then" }),
  key: z.string().max(100).optional().meta({ description: "an SSH key's id or SHA256 fingerprint" }),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional().meta({ description: "up to this time, itself left out" }),
  result: z.enum(auditOutcomes).optional(),
  door: z.enum(doors).optional(),
}

export const AuditQuery = z.strictObject({
  ...filter,
  limit: z.coerce.number().int().min(1).max(maximumPageSize).default(defaultPageSize),
  cursor: z.string().max(2000).optional(),
})

/** How audit events leave: as a table, as one object a line, or as the whole chain with its seals, which takes no filter. */
export const auditFormats = ["csv", "jsonl", "chain"] as const

export const AuditExportQuery = z.strictObject({ ...filter, format: z.enum(auditFormats).default("csv") })
