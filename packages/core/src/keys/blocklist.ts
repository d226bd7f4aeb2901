import { fingerprintSha256, KeyError, parsePublicKey } from "@latchkey/engine"
import { CoreError } from "../error.ts"
import { privateKeyReceived } from "./key-import.ts"
import { blocklistFaultsShown, longestBlocklist, maximumBlockedKeys, privateKeyStart } from "./key-policy.ts"

/** What a blocklist's text holds. */
export interface ParsedBlocklist {
  /** Each once, in the order of the text, as `SHA256:...` or `MD5:...`. */
  readonly fingerprints: readonly string[]
  /** Lines that name a key which stands further up already. */
  readonly duplicates: number
  /** Lines that name no key: they are left out, and the first of them told with the reason. */
  readonly faults: readonly { readonly line: number; readonly message: string }[]
  readonly faultCount: number
}

/**
 * Reads a blocklist, one key a line: `SHA256:` and base64 or `MD5:` and hex, as `ssh-keygen -l` prints them, or a public
 * key of which the fingerprint is kept. Empty lines, and lines that start with #, do not count; nor does what follows a
 * fingerprint after a space.
 *
 * @throws CoreError `invalid` for a text or a list beyond the limits, and for a private key
 */
export function parseBlocklist(text: string): ParsedBlocklist {
  if (text.length > longestBlocklist) {
    throw tooLarge(`a blocklist has at most ${longestBlocklist / 1024 / 1024} million characters`)
  }
  const known = new Set<string>()
  const faults: { line: number; message: string }[] = []
  let duplicates = 0
  let faultCount = 0
  for (const [index, line] of linesOf(text)) {
    const entry = line.trim()
    if (entry === "" || entry.startsWith("#")) continue
    // The door has searched the beginning of the text only.
    if (privateKeyStart.test(entry)) throw privateKeyReceived()
    try {
      const fingerprint = fingerprintOf(entry)
      if (known.has(fingerprint)) duplicates++
      else if (known.size < maximumBlockedKeys) known.add(fingerprint)
      else throw tooLarge(`a blocklist has at most ${maximumBlockedKeys} keys`)
    } catch (error) {
      if (!(error instanceof KeyError)) throw error
      faultCount++
      if (faults.length < blocklistFaultsShown) faults.push({ line: index + 1, message: faultWords(error) })
    }
  }
  return { fingerprints: [...known], duplicates, faults, faultCount }
}

/** Nothing of the line itself: it may be anything. */
function faultWords({ code, message }: KeyError): string {
  return code === "type_unknown" || code === "format_unknown"
    ? "this is neither a fingerprint nor a public key"
    : message
}

/** One at a time: a list of all lines would take several times the memory of the text. */
function* linesOf(text: string): Generator<readonly [number, string]> {
  let start = text.startsWith("\ufeff") ? 1 : 0
  for (let index = 0; start <= text.length; index++) {
    const end = text.indexOf("\n", start)
    yield [index, text.slice(start, end === -1 ? text.length : end)]
    start = end === -1 ? text.length + 1 : end + 1
  }
}

function fingerprintOf(entry: string): string {
  const [word = ""] = entry.split(/\s/, 1)
  const sha256 = /^SHA256:([A-Za-z0-9+/]{43})=?$/.exec(word)
  if (sha256 !== null) return `SHA256:${sha256[1]}`
  const md5 = /^(?:MD5:)?((?:[0-9a-fA-F]{2}:){15}[0-9a-fA-F]{2})$/.exec(word)
  if (md5?.[1] !== undefined) return `MD5:${md5[1].toLowerCase()}`
  if (/^(?:SHA256|MD5):/.test(word)) {
    throw new KeyError("format_invalid", "this fingerprint is not whole")
  }
  // Points need no check: a key that is none opens nothing either way.
  return fingerprintSha256(parsePublicKey(entry, { points: "trusted" }).blob)
}

function tooLarge(message: string): CoreError {
  return new CoreError("invalid", message, {
    hint: "split it: keys that nobody here has need not be on it",
    fields: [{ path: "blocklist", message }],
  })
}
