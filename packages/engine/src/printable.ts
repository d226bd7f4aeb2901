const HIDDEN = /\u034f|[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\u115f\u1160\u17b4\u17b5\u3164\uffa0]/gu
const PLAIN = /^[\x20-\x7e]*$/

/**
 * `text` with every character that a reader cannot see, or that rearranges its neighbours, written as an escape such
 * as `\x1b` or `\u202e`: control and format characters (bidi, zero-width), line separators, lone surrogates
 * and letters without a shape. Every place that shows a comment or a name uses it.
 */
export function toPrintable(text: string): string {
  if (PLAIN.test(text)) return text
  return text.replace(HIDDEN, escapeCharacter)
}

function escapeCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0
  const hex = code.toString(16)
  if (code <= 0xff) return `\\x${hex.padStart(2, "0")}`
  return code <= 0xffff ? `\\u${hex.padStart(4, "0")}` : `\\u{${hex}}`
}
