import type { KeyListQuery } from "@latchkey/contract"
import { day, expiringWithin, healthMoments, type Instant, type KeyFilter, unusedAfter } from "@latchkey/core"
import type { z } from "zod"

type Filters = Omit<z.output<typeof KeyListQuery>, "account" | "project" | "own">

/** The API's words for filters, as the moments that a store compares with. */
export function toKeyQuery(query: Filters, now: Instant): KeyFilter {
  const { types, use, health, attention, sort, order, ...same } = query
  return {
    ...same,
    keyTypes: types,
    usedSince: use === "last-7-days" ? now - 7 * day : undefined,
    unusedSince: use === "older-than-90-days" ? now - unusedAfter : undefined,
    neverUsed: use === "never" ? true : undefined,
    health: health === undefined ? undefined : { is: health, ...healthMoments(now) },
    needsAttention: attention ? { expiresBefore: now + expiringWithin, unusedSince: now - unusedAfter } : undefined,
    sort,
    descending: order === "descending",
  }
}
