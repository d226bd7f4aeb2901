import { foundKeyId, isLoginUser, maximumFoundKeys, type ReportedKey } from "@latchkey/core"
import { detectPrivateKey, fingerprintSha256, formatOptions, KeyError, parseAuthorizedKeys } from "@latchkey/engine"
import { fault, valuesOf } from "./host-text.ts"

/** Bytes of a list of found keys. */
export const foundKeysLimit = 256 * 1024

/** Characters of a line of authorized_keys: sshd reads no longer ones (8 kB). */
const longestKeyLine = 8 * 1024

/** In the place of options with a private key in them. No access can have it, so such a key is not adopted without them. */
const withheld = "withheld"

/**
 * Reads a list of found keys, each key of a login user once: as sshd does, by its first line.
 *
 * @param newId for keys that were not known
 * @returns undefined for a text without such a list
 * @throws RequestFault
 */
export function readFoundKeys(text: string, newId: () => string): readonly ReportedKey[] | undefined {
  const values = valuesOf(text)
  if (!values.has("found-list")) return undefined
  const lines = values.get("found") ?? []
  if (lines.length > maximumFoundKeys) throw fault(`there are more than ${maximumFoundKeys} found keys`)
  const found = new Map<string, ReportedKey>()
  for (const line of lines) {
    const space = line.indexOf(" ")
    const loginUser = line.slice(0, space)
    const key = space > 0 && isLoginUser(loginUser) ? readLine(line.slice(space + 1)) : undefined
    if (key === undefined) continue
    const place = `${loginUser} ${key.fingerprint}`
    if (!found.has(place)) found.set(place, { id: foundKeyId(newId()), loginUser, ...key })
  }
  return [...found.values()]
}

/** Nothing for what is no key that is known here. */
function readLine(text: string): Omit<ReportedKey, "id" | "loginUser"> | undefined {
  if (text.length > longestKeyLine) return undefined
  const [line] = parseAuthorizedKeys(text)
  if (line?.kind !== "entry") return undefined
  const { options, key } = line.entry
  try {
    const said = { publicKey: key, fingerprint: fingerprintSha256(key.blob), options: formatOptions(options) }
    if (detectPrivateKey(text) === undefined) return said
    // Whoever may write the line could otherwise hide the key, and those of all others, behind it.
    const isInOptions = detectPrivateKey(said.options) !== undefined
    return { ...said, publicKey: { ...key, comment: "" }, options: isInOptions ? withheld : said.options }
  } catch (error) {
    // A name that no option has: sshd passes over such a line.
    if (error instanceof KeyError) return undefined
    throw error
  }
}
