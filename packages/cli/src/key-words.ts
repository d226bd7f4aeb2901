import type { SshKey } from "@latchkey/contract"
import type { Instant } from "@latchkey/core"
import { type KeyTypeName, keyTypes } from "@latchkey/engine"
import { isForPeople } from "./io.ts"
import { days, inWords } from "./time.ts"

/** `Ed25519 256`, `RSA 3072` */
export function typeWords({ keyType, bits }: { readonly keyType: KeyTypeName; readonly bits: number }): string {
  return `${keyTypes[keyType].family} ${bits}`
}

/** The ends of a SHA256 fingerprint for people, who tell keys apart by them; all of it for programs. */
export function fingerprintWords(fingerprint: string): string {
  const [, start, end] = /^SHA256:(.{7}).*(.{4})$/.exec(fingerprint) ?? []
  return isForPeople() && start !== undefined ? `${start}…${end}` : fingerprint
}

/** A time in words for people, in full for programs. */
export function timeWords(time: string, now: Instant): string {
  return isForPeople() ? inWords(time, now) : time
}

export function lastUseWords({ lastUse }: Pick<SshKey, "lastUse">, now: Instant): string {
  return lastUse.state === "used" ? timeWords(lastUse.at, now) : lastUse.state
}

/** `active`, `expires in 9 days`, `weak: RSA 2048`, `disabled, weak: RSA 2048` */
export function statusWords(key: SshKey, now: Instant): string {
  const words = worstWords(key, now)
  return key.disabledAt === null || key.status === "disabled" ? words : `disabled, ${words}`
}

function worstWords(key: SshKey, now: Instant): string {
  switch (key.status) {
    case "stopped":
      return "stopped by the key policy"
    case "weak":
      return `weak: ${typeWords(key)}`
    case "expiring":
      return key.expiresAt === null ? "expiring" : `expires ${inWords(key.expiresAt, now)}`
    case "unused": {
      const since = key.lastUse.state === "used" ? key.lastUse.at : key.createdAt
      return `unused for ${days(now - Date.parse(since))}`
    }
    default:
      return key.status
  }
}
