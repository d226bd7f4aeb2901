import { CoreError } from "@latchkey/core"
import { z } from "zod"

/**
 * A part of a request, read by its schema.
 *
 * @throws CoreError `invalid` with one field for each fault
 */
export function parsePart(schema: z.ZodType | undefined, received: unknown): unknown {
  if (schema === undefined) return undefined
  const parsed = z.safeParse(schema, received)
  if (parsed.success) return parsed.data
  const fields = parsed.error.issues.slice(0, maximumFields).map(({ path, message }) => ({
    path: path.map(String).join("."),
    message: lowerFirst(message),
  }))
  const [first] = fields
  const where = first === undefined || first.path === "" ? "" : `${first.path}: `
  throw new CoreError("invalid", `the request is not as this operation needs it: ${where}${first?.message}`, {
    hint: "/api/v1/openapi.json describes every operation",
    fields,
  })
}

/** Beyond this many, more of them help nobody. */
const maximumFields = 20

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}
