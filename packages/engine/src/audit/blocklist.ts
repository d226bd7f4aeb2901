import { KeyError } from "../error.ts"
import { fingerprintMd5, fingerprintSha256 } from "../fingerprint.ts"
import { parsePublicKey } from "../public-key.ts"

/** What one line of a blocklist says: an entry, or why it names no key. `line` counts from 1. */
export type BlocklistLine =
  | { readonly line: number; readonly entry: string }
  | { readonly line: number; readonly error: KeyError }

/**
 * Reads a blocklist, one key a line, and gives its entries as they come: `SHA256:` and base64 or `MD5:` and hex, as
 * `ssh-keygen -l` prints them; a public key, of which the SHA256 fingerprint is the entry; or 20 hex digits, the end of
 * an MD5 fingerprint, as in the lists of Debian's package openssh-blacklist. Empty lines, and lines that start with #,
 * do not count; nor does what follows a fingerprint after a space.
 *
 * One line at a time: a list of all lines would take several times the memory of the text, whose length the caller
 * bounds. An error holds nothing of its line, which may be anything.
 */
export function* readBlocklist(text: string): Generator<BlocklistLine> {
  let start = text.startsWith("\ufeff") ? 1 : 0
  for (let line = 1; start <= text.length; line++) {
    const end = text.indexOf("\n", start)
    const content = text.slice(start, end === -1 ? text.length : end).trim()
    start = end === -1 ? text.length + 1 : end + 1
    if (content === "" || content.startsWith("#")) continue
    try {
      yield { line, entry: blocklistEntry(content) }
    } catch (error) {
      if (!(error instanceof KeyError)) throw error
      yield { line, error: namesNoKey(error) ? nothingNamed() : error }
    }
  }
}

/** Every entry under which a blocklist may name the key with these fingerprints. */
export function blocklistEntries(fingerprint: string, md5Fingerprint: string): readonly [string, string, string] {
  return [fingerprint, md5Fingerprint, md5Fingerprint.replaceAll(":", "").slice(-20)]
}

/** The entry of a blocklist that names the key of a canonical blob. */
export function blockedAs(blob: Uint8Array, blocklist: ReadonlySet<string>): string | undefined {
  return blocklistEntries(fingerprintSha256(blob), fingerprintMd5(blob)).find((entry) => blocklist.has(entry))
}

function blocklistEntry(content: string): string {
  const [word = ""] = content.split(/\s/, 1)
  const sha256 = /^SHA256:([A-Za-z0-9+/]{43})=?$/.exec(word)
  if (sha256 !== null) return `SHA256:${sha256[1]}`
  const md5 = /^(?:MD5:)?((?:[0-9a-fA-F]{2}:){15}[0-9a-fA-F]{2})$/.exec(word)
  if (md5?.[1] !== undefined) return `MD5:${md5[1].toLowerCase()}`
  if (/^[0-9a-fA-F]{20}$/.test(word)) return word.toLowerCase()
  if (/^(?:SHA256|MD5):/.test(word)) throw new KeyError("format_invalid", "this fingerprint is not whole")
  // Points need no check: a key that is none opens nothing either way.
  return fingerprintSha256(parsePublicKey(content, { points: "trusted" }).blob)
}

function namesNoKey({ code }: KeyError): boolean {
  return code === "type_unknown" || code === "format_unknown"
}

function nothingNamed(): KeyError {
  return new KeyError("format_unknown", "this is neither a fingerprint nor a public key")
}
