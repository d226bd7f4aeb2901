import { readBlocklist } from "@latchkey/engine"
import { CoreError } from "../error.ts"
import { privateKeyReceived } from "./key-import.ts"
import {
  blocklistFaultsShown,
  longestBlocklist,
  maximumBlockedKeys,
  maximumBlocklistFaults,
  privateKeyStart,
} from "./key-policy.ts"

/** What a blocklist's text holds. */
export interface ParsedBlocklist {
  /** Each once, in the order of the text, as `SHA256:...`, `MD5:...` or the last 20 hex digits of an MD5 fingerprint. */
  readonly fingerprints: readonly string[]
  /** Lines that name a key which stands further up already. */
  readonly duplicates: number
  /** Lines that name no key: they are left out, and the first of them told with the reason. */
  readonly faults: readonly { readonly line: number; readonly message: string }[]
  readonly faultCount: number
}

/**
 * Reads a blocklist within the limits of an installation; what a line may be stands at the engine's `readBlocklist`.
 *
 * @throws CoreError `invalid` for a text, a list or a number of faults beyond the limits, and for a private key
 */
export function parseBlocklist(text: string): ParsedBlocklist {
  if (text.length > longestBlocklist) {
    throw tooLarge(`a blocklist has at most ${longestBlocklist / 1024 / 1024} million characters`)
  }
  // The door has searched the beginning of the text only.
  if (privateKeyStart.test(text)) throw privateKeyReceived()
  const known = new Set<string>()
  const faults: { line: number; message: string }[] = []
  let duplicates = 0
  let faultCount = 0
  for (const found of readBlocklist(text)) {
    if ("error" in found) {
      faultCount++
      if (faultCount > maximumBlocklistFaults) throw noBlocklist()
      if (faults.length < blocklistFaultsShown) faults.push({ line: found.line, message: found.error.message })
    } else if (known.has(found.entry)) duplicates++
    else if (known.size < maximumBlockedKeys) known.add(found.entry)
    else throw tooLarge(`a blocklist has at most ${maximumBlockedKeys} keys`)
  }
  return { fingerprints: [...known], duplicates, faults, faultCount }
}

function noBlocklist(): CoreError {
  const message = `more than ${maximumBlocklistFaults} lines of it name no key: this is no blocklist`
  return new CoreError("invalid", message, {
    hint: "a blocklist has a fingerprint or a public key on each line",
    fields: [{ path: "blocklist", message }],
  })
}

function tooLarge(message: string): CoreError {
  return new CoreError("invalid", message, {
    hint: "split it: keys that nobody here has need not be on it",
    fields: [{ path: "blocklist", message }],
  })
}
