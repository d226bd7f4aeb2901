import { hmac } from "@noble/hashes/hmac.js"
import { sha1 } from "@noble/hashes/legacy.js"
import { randomBytes } from "@noble/hashes/utils.js"
import { decodeBase64, encodeBase64 } from "../base64.ts"
import { KeyError } from "../error.ts"
import { attempt } from "../reading/attempt.ts"

/** Bytes of a salt and of a hash: HMAC-SHA1. */
const HASH_LENGTH = 20

/** The port of SSH, which known_hosts leaves out. */
const SSH_PORT = 22

/** A host as known_hosts names it: in lower case, as `[host]:port` unless the port is 22 (sshd(8)). */
export function hostName(host: string, port: number = SSH_PORT): string {
  const name = asciiLower(host)
  return port === SSH_PORT ? name : `[${name}]:${port}`
}

/** A hashed name, `|1|salt|hash` (sshd(8)): hides which host it is from whoever steals the file. `name` as of `hostName`. */
export function hashHostName(name: string, salt: Uint8Array = randomBytes(HASH_LENGTH)): string {
  const hash = hmac(sha1, salt, new TextEncoder().encode(asciiLower(name)))
  return `|1|${encodeBase64(salt)}|${encodeBase64(hash)}`
}

/** Whether the first field of a line is, or claims to be, a hashed name. */
export function isHashedName(hosts: string): boolean {
  return hosts.startsWith("|")
}

/** The salt of a hashed name. Throws `format_invalid` unless salt and hash are 20 bytes each, in base64. */
export function saltOf(hosts: string): Uint8Array {
  const [, salt = "", hash = ""] = /^\|1\|([^|,]+)\|([^|,]+)$/.exec(hosts) ?? []
  const decoded = attempt(() => [decodeBase64(salt), decodeBase64(hash)])
  const [bytes, rest] = decoded.value ?? []
  if (bytes?.length !== HASH_LENGTH || rest?.length !== HASH_LENGTH) {
    throw new KeyError("format_invalid", "the hashed host name of this line is damaged", {
      hint: "remove the line; ssh adds the host again when it connects",
    })
  }
  return bytes
}

/**
 * Whether a name is one of `hosts`, the first field of a line: a hashed name, or patterns separated by commas with `*`,
 * `?`, and `!` in front of one that rules the line out (ssh_config(5), PATTERNS). Upper and lower case are the same.
 */
export function matchesNames(hosts: string, name: string): boolean {
  if (isHashedName(hosts)) return hashHostName(name, saltOf(hosts)) === hosts
  const patterns = asciiLower(hosts).split(",")
  const wanted = asciiLower(name)
  const isMatched = (pattern: string) => matchesPattern(pattern, wanted)
  if (patterns.some((pattern) => pattern.startsWith("!") && isMatched(pattern.slice(1)))) return false
  return patterns.some((pattern) => !pattern.startsWith("!") && isMatched(pattern))
}

/** Takes at most as many steps as pattern and text have characters, multiplied. */
function matchesPattern(pattern: string, text: string): boolean {
  let place = 0
  let star = -1
  let starPlace = 0
  for (let index = 0; index < text.length; ) {
    const wanted = pattern[place]
    if (wanted === "*") {
      star = place++
      starPlace = index
    } else if (wanted !== undefined && (wanted === "?" || wanted === text[index])) {
      place++
      index++
    } else if (star >= 0) {
      // The last star takes one character more.
      place = star + 1
      index = ++starPlace
    } else return false
  }
  return /^\**$/.test(pattern.slice(place))
}

/** Host names are ASCII; lowering other letters could make two different names one. */
function asciiLower(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
}
