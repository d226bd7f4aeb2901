import { type KeyListLine, readKeyFields, readKeyList } from "../key-list.ts"
import { isKeyTypeName } from "../key-type.ts"
import { formatPublicKey, type PublicKey } from "../public-key.ts"
import { formatOptions, type KeyOption, optionsEnd, optionWarnings, parseOptions } from "./options.ts"

/** One key of an authorized_keys file, and what it may do. */
export interface AuthorizedKey {
  readonly options: readonly KeyOption[]
  readonly key: PublicKey
  /** Why sshd ignores this line although its key can be read; empty when it does not. */
  readonly warnings: readonly string[]
}

/**
 * Reads an authorized_keys file (sshd(8)) line by line: blank ones, keys, and refused ones with the reason.
 * `formatKeyList` gives the same text back.
 *
 * Throws `limit_exceeded` for a file over 16 MiB or 250,000 lines.
 */
export function parseAuthorizedKeys(text: string): readonly KeyListLine<AuthorizedKey>[] {
  return readKeyList(text, readAuthorizedKey)
}

/**
 * `options type base64 comment` without a line end. Characters of the comment that could deceive a reader are written as
 * escapes.
 *
 * Throws `format_invalid` for options that no line can hold.
 */
export function formatAuthorizedKey({ options, key }: Pick<AuthorizedKey, "options" | "key">): string {
  const line = formatPublicKey(key)
  return options.length === 0 ? line : `${formatOptions(options)} ${line}`
}

function readAuthorizedKey(line: string): AuthorizedKey {
  const end = optionsEnd(line)
  const first = line.slice(0, end)
  const rest = line.slice(end).replace(/^[ \t]+/, "")
  // Key data behind the first word makes that a key type, known or not.
  if (isKeyTypeName(first) || rest.startsWith("AAAA")) return { options: [], key: readKeyFields(line), warnings: [] }
  const options = parseOptions(first)
  return { options, key: readKeyFields(rest), warnings: optionWarnings(options) }
}
