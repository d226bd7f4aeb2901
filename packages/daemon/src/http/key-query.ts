import type { KeyListQuery } from "@latchkey/contract"
import { day, expiringWithin, type Instant, type KeyQuery, unusedAfter } from "@latchkey/core"
import type { z } from "zod"

/** The API's words for filters, as the moments that a store compares with. */
export function toKeyQuery(query: z.output<typeof KeyListQuery>, now: Instant): Omit<KeyQuery, "accountId"> {
  const { types, use, attention, sort, order, ...same } = query
  return {
    ...same,
    keyTypes: types,
    usedSince: use === "last-7-days" ? now - 7 * day : undefined,
    unusedSince: use === "older-than-90-days" ? now - unusedAfter : undefined,
    neverUsed: use === "never" ? true : undefined,
    needsAttention: attention ? { expiresBefore: now + expiringWithin, unusedSince: now - unusedAfter } : undefined,
    sort,
    descending: order === "descending",
  }
}
