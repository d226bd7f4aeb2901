import { type ErrorCode, errorCodes } from "@latchkey/core"
import { z } from "zod"

/** The HTTP status of each error code; `invalid` is also sent as 413 (body too large) and 415 (body not JSON). */
export const statusOf = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  quota_exceeded: 403,
  not_found: 404,
  conflict: 409,
  rate_limited: 429,
  internal: 500,
  not_implemented: 501,
  unavailable: 503,
} as const satisfies Record<ErrorCode, number>

/** RFC 9457 section 6.1. */
export const problemMediaType = "application/problem+json"

/** What every refusal answers with: an RFC 9457 problem document (`application/problem+json`). */
export const Problem = z
  .object({
    type: z.literal("about:blank"),
    /** The reason phrase of the status. */
    title: z.string(),
    status: z.int(),
    /** What happened and why, safe to show. */
    detail: z.string(),
    code: z.enum(errorCodes),
    /** What to do about it. */
    hint: z.string().optional(),
    fields: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
    /** To quote to whoever runs the installation: its log has the cause under this id. */
    requestId: z.string(),
  })
  .meta({ id: "Problem" })
export type Problem = z.infer<typeof Problem>
