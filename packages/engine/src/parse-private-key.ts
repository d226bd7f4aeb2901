import { KeyError } from "./error.ts"
import { MAX_COMMENT_LENGTH, MAX_INPUT_LENGTH } from "./limits.ts"
import type { PrivateFormatName } from "./private-format.ts"
import { type PrivateKey, withComment } from "./private-key.ts"
import { openPrivateBlock } from "./reading/private-block.ts"
import { findPrivateBlocks } from "./scan/private-blocks.ts"
import { decodeSource } from "./source-text.ts"

/** What the caller knows beside the file. */
export interface ParsePrivateKeyOptions {
  /** Tried when the file is encrypted; ignored when it is not. An empty one counts as none. */
  readonly passphrase?: string
  /** The comment of a key whose format has no place for one. */
  readonly fileName?: string
}

/** Formats that carry a comment. */
const commented: readonly PrivateFormatName[] = ["openssh-key-v1", "ppk"]

/**
 * Reads the one private key that a text or file holds, in any format, and checks it against its public half by
 * deriving that. What stands around the key is passed over, as are the traces of mail and JSON in it. Asynchronous,
 * because Argon2 is.
 *
 * Throws `format_unknown` (no private key there), `passphrase_required`, `passphrase_wrong`, `type_unsupported`
 * (a key type, cipher or format that is only recognised), `limit_exceeded` (more than 1 MiB, or a derivation that asks
 * for too much work, with the number asked), `key_mismatch`, `format_invalid`, `truncated` and `trailing_data` for
 * damaged files.
 */
export async function parsePrivateKey(
  input: string | Uint8Array,
  options: ParsePrivateKeyOptions = {},
): Promise<PrivateKey> {
  if (input.length > MAX_INPUT_LENGTH) throw new KeyError("limit_exceeded", "this is larger than 1 MiB")
  const [block, ...others] = findPrivateBlocks(decodeSource(input).text)
  if (block === undefined) {
    throw new KeyError("format_unknown", "there is no private key in it", {
      hint: "a private key starts with -----BEGIN or PuTTY-User-Key-File",
    })
  }
  if (others.length > 0) {
    throw new KeyError("format_invalid", `there are ${others.length + 1} private keys in it, where one is expected`, {
      hint: "put each key into a file of its own",
    })
  }
  const key = await openPrivateBlock(block, options.passphrase)
  const { fileName } = options
  if (fileName === undefined || commented.includes(block.format)) return key
  const named = withComment(key, fileName.slice(0, MAX_COMMENT_LENGTH))
  key.wipe()
  return named
}
