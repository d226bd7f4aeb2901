/** A row says something that no version of this program writes. */
function unreadable(column: string): Error {
  return new Error(`the database holds a ${column} that this program does not know`)
}

/** The value of a column that rows of this sort always have. */
export function present<Value>(value: Value | null, column: string): Value {
  if (value === null) throw unreadable(column)
  return value
}

/** The one of `values` that a column holds. */
export function oneOf<const Value extends string>(values: readonly Value[], text: string, column: string): Value {
  const found = values.find((value) => value === text)
  if (found === undefined) throw unreadable(column)
  return found
}

/** The object in a column of JSON text. */
export function jsonObject(text: string, column: string): Readonly<Record<string, unknown>> {
  const value: unknown = JSON.parse(text)
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw unreadable(column)
  return { ...value }
}

/** The list in a column of JSON text. */
export function jsonStrings(text: string, column: string): readonly string[] {
  const value: unknown = JSON.parse(text)
  if (!Array.isArray(value)) throw unreadable(column)
  return value.map((item: unknown) => {
    if (typeof item !== "string") throw unreadable(column)
    return item
  })
}

/** A flag as both databases keep it. */
export function flag(value: boolean): 0 | 1 {
  return value ? 1 : 0
}

/** Text as it is searched and sorted: without regard to case, the same on every database. */
export function fold(text: string): string {
  return text.normalize("NFC").toLowerCase()
}

/** The pattern of `like ... escape '\'` that a text matches when it contains `part` as it stands. */
export function containing(part: string): string {
  return `%${part.replace(/[\\%_]/g, "\\$&")}%`
}
