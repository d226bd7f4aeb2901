import { WordedFault } from "../faults.ts"
import { additionalProperties } from "./key-pair-body.ts"
import type { KeyPairRules } from "./key-pair-rules.ts"
import { pythonText } from "./python-text.ts"

/** What a query says of whose key pairs and which of them. */
export interface KeyPairQuery {
  readonly userId?: string
  readonly limit?: number
  readonly marker?: string
}

/** So many are in one page at most, whatever was asked for. */
const longestPage = 1000

/**
 * Reads a query as far as its microversion knows it. Of what comes several times the first counts.
 *
 * @param isList whether it is about a list
 * @throws CoreError `invalid`
 */
export function readKeyPairQuery(search: URLSearchParams, rules: KeyPairRules, isList: boolean): KeyPairQuery {
  const pages = isList && rules.hasPages
  const known = ["user_id", ...(pages ? ["limit", "marker"] : [])]
  const unknown = [...new Set(search.keys())].filter((name) => !known.includes(name))
  if (rules.refusesUnknownQuery && unknown.length > 0) throw new WordedFault("invalid", additionalProperties(unknown))
  const userId = search.get("user_id")
  const marker = search.get("marker")
  return {
    ...(rules.takesUser && userId !== null && { userId }),
    ...(pages && { limit: readLimit(search.get("limit")) }),
    ...(pages && marker !== null && { marker }),
  }
}

function readLimit(text: string | null): number {
  if (text === null) return longestPage
  if (text === "") throw wrongLimit(text, "'' is too short")
  if (!/^\d+$/.test(text)) throw wrongLimit(text, `${pythonText(text)} does not match '^[0-9]*$'`)
  return Math.min(Number(text), longestPage)
}

function wrongLimit(text: string, message: string): WordedFault {
  return new WordedFault("invalid", `Invalid input for query parameters limit. Value: ${text}. ${message}`)
}
