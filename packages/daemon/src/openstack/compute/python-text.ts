/** So many values within each other are written at most: a body can hold thousands, which no stack would bear. */
const deepest = 50

/**
 * A JSON value as Python writes it, which Nova quotes what it was sent in: `{'name': 'web', 'n': None}`.
 *
 * @see https://docs.python.org/3/library/functions.html#repr
 */
export function pythonText(value: unknown, depth = 0): string {
  if (value === null || value === undefined) return "None"
  if (value === true) return "True"
  if (value === false) return "False"
  if (typeof value === "string") return quoted(value)
  if (typeof value !== "object") return String(value)
  if (depth === deepest) return "..."
  const textOf = (item: unknown) => pythonText(item, depth + 1)
  if (Array.isArray(value)) return `[${value.map(textOf).join(", ")}]`
  return `{${Object.entries(value)
    .map(([key, item]) => `${quoted(key)}: ${textOf(item)}`)
    .join(", ")}}`
}

function quoted(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'"
  const escaped = text.replace(/[\\'"\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu, (character) => {
    if (character === "\\" || character === quote) return `\\${character}`
    return character === "'" || character === '"' ? character : escapeOf(character)
  })
  return quote + escaped + quote
}

const named: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" }

function escapeOf(character: string): string {
  const code = character.codePointAt(0) ?? 0
  const [letter, digits] = code < 0x100 ? ["x", 2] : code < 0x10000 ? ["u", 4] : ["U", 8]
  return named[character] ?? `\\${letter}${code.toString(16).padStart(digits, "0")}`
}
