import { CoreError, isIdText } from "@latchkey/core"

/** Where a page of a sorted list ended: the last item's sort value, if the list has one, and its id. */
export interface Place {
  readonly value: string | number | null
  readonly id: string
}

/** Longer than the cursor of the longest name. */
const longestCursor = 2000

/**
 * The opaque form of a place in one list. It names that list's order, so that it is not taken for a place in another; what
 * a list may show is decided without it, so a forged one reveals nothing.
 */
export function writeCursor(order: string, { value, id }: Place): string {
  return Buffer.from(JSON.stringify([order, value, id])).toString("base64url")
}

/**
 * @param order as the list wrote it
 * @param values the types of sort value that the list has
 * @throws CoreError `invalid` for what is not a cursor of this list
 */
export function readCursor(order: string, values: readonly ("string" | "number" | "null")[], cursor: string): Place {
  const parts = cursor.length <= longestCursor ? parse(cursor) : undefined
  if (!Array.isArray(parts) || parts.length !== 3 || parts[0] !== order) throw notValid()
  const [value, id]: unknown[] = parts.slice(1)
  if (typeof id !== "string" || !isIdText(id)) throw notValid()
  if (typeof value === "string" && values.includes("string")) return { value, id }
  if (typeof value === "number" && Number.isSafeInteger(value) && values.includes("number")) return { value, id }
  if (value === null && values.includes("null")) return { value, id }
  throw notValid()
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, "base64url").toString())
  } catch {
    return undefined
  }
}

function notValid(): CoreError {
  const message = "this cursor is not valid"
  return new CoreError("invalid", message, {
    hint: "start again from the first page",
    fields: [{ path: "cursor", message }],
  })
}
