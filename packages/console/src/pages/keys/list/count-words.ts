import type { I18n } from "@lingui/core"

/** Beyond this many, a count is only said to be larger. */
const largestCount = 10_000

/** A count as people read it: `10,000+` instead of a number that nobody can picture. */
export function countWords(i18n: I18n, count: number): string {
  return count > largestCount ? `${i18n.number(largestCount)}+` : i18n.number(count)
}
