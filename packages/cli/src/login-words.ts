import type { LoginReport } from "@latchkey/contract"
import type { Instant } from "@latchkey/core"
import { timeWords } from "./key-words.ts"

const reasonWords = {
  unknown: "unknown key",
  disabled: "disabled key",
  expired: "expired key",
  stopped: "stopped by the key policy",
  "account-disabled": "its owner's account is disabled",
  "not-for-this-user": "opens another user there",
  "not-on-this-server": "not for this server",
  removed: "was removed there",
  "changed-since": "what it opens was changed about then, or since",
} as const

/** `open`, `ending`, `ended today`, `refused: unknown key`, `open: unknown key`, each with `, 3 times` for several */
export function loginWords(login: LoginReport, now: Instant): string {
  const { reason, count } = login
  const why = reason === null ? "" : `: ${reasonWords[reason]}`
  return `${stateWords(login, now)}${why}${count === 1 ? "" : `, ${count} times`}`
}

function stateWords({ kind, isOpen, closing, openUntil }: LoginReport, now: Instant): string {
  if (kind === "refusal") return "refused"
  if (isOpen) return closing ? "ending" : "open"
  return openUntil === null ? "ended" : `ended ${timeWords(openUntil, now)}`
}
