import { z } from "zod"

/** RFC 3339 in UTC with milliseconds, as `2026-11-22T09:30:00.000Z`. */
export const timestamp = z.iso.datetime().meta({ description: "RFC 3339, in UTC" })

/** A UUID version 7 in lower case. */
export const id = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/)
