import { toPrintable } from "@latchkey/engine"
import { CoreError } from "./error.ts"

/** In Unicode code points. */
export const longestName = 255

/**
 * A name that a person gives to a thing: 1 to 255 characters, NFC, nothing invisible in it and no space around it.
 * Control, bidirectional and zero-width characters are refused: two names must not look alike, nor reorder a line.
 *
 * @param field the request's field, for the error
 * @throws CoreError `invalid`
 */
export function parseName(text: string, field: string): string {
  const name = text.normalize("NFC").trim()
  const length = [...name].length
  const message =
    length === 0
      ? "a name is needed"
      : length > longestName
        ? `a name has at most ${longestName} characters, this one has ${length}`
        : toPrintable(name) !== name
          ? `a name has no control or invisible characters: ${toPrintable(name)}`
          : undefined
  if (message !== undefined) throw new CoreError("invalid", message, { fields: [{ path: field, message }] })
  return name
}
