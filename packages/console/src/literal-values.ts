import type { I18n, MessageDescriptor, MessageOptions } from "@lingui/core"

type Values = Readonly<Record<string, unknown>>

/** A backslash as lingui's own escape for it, wherever lingui would take it for the start of an escape. */
function literal(value: unknown): unknown {
  return typeof value === "string" ? value.replace(/\\(?=[ux])/g, "\\x5c") : value
}

function allLiteral(values: Values | undefined): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values ?? {}).map(([name, value]) => [name, literal(value)]))
}

/**
 * Has every sentence show its values as they are. lingui decodes what looks like an escape (`\u202e`) in the finished
 * sentence, so the escapes that make foreign comments harmless would turn back into the characters they stand for.
 */
export function keepValuesLiteral(i18n: I18n): void {
  const translate = i18n._.bind(i18n)
  i18n._ = (id: string | MessageDescriptor, values?: Values, options?: MessageOptions): string => {
    if (typeof id === "string") return translate(id, allLiteral(values), options)
    const { message } = id
    return translate(id.id, allLiteral(id.values ?? values), { ...options, ...(message !== undefined && { message }) })
  }
  i18n.t = i18n._
}
