import { decodeComment } from "../comment-bytes.ts"
import { DAMAGED_HINT, KeyError } from "../error.ts"
import { equalBytes, halvesError } from "../key-types/halves.ts"
import { MAX_INPUT_LENGTH } from "../limits.ts"
import { wrongPassphrase } from "../passphrase.ts"
import { createFromFields, type PrivateKey, privateHalf } from "../private-key.ts"
import { type PublicKey, publicFields } from "../public-key.ts"
import { asciiBytes, concatBytes, encodeStrings, Reader } from "../wire.ts"

/**
 * Reads the private section of an openssh-key-v1 file after decryption (OpenSSH: PROTOCOL.key section 3): the same
 * check number twice, type, fields of both halves, comment, padding 1, 2, 3 ... Longer padding than one block occurs in
 * real files. The key inside must be `publicKey`, which stands outside.
 *
 * Throws `passphrase_wrong` (an encrypted section whose check numbers differ), `format_invalid`, `truncated`,
 * `key_mismatch`, `type_unsupported`.
 */
export function decodeSection(section: Uint8Array, publicKey: PublicKey, isEncrypted: boolean): PrivateKey {
  const half = privateHalf(publicKey)
  const reader = new Reader(section, MAX_INPUT_LENGTH, DAMAGED_HINT)
  const check = reader.uint32()
  if (reader.uint32() !== check) {
    if (isEncrypted) throw wrongPassphrase()
    throw new KeyError("format_invalid", "the check numbers of this private key differ: the file is damaged", {
      hint: DAMAGED_HINT,
    })
  }
  if (!reader.skipName(publicKey.type)) throw halvesError()
  const fields = half.decode(reader)
  const comment = decodeComment(reader.string())
  const padding = reader.take(reader.remaining)
  if (section.length % 8 !== 0 || !padding.every((byte, index) => byte === ((index + 1) & 0xff))) {
    throw new KeyError("format_invalid", "the padding of this private key is wrong: the file is damaged", {
      hint: DAMAGED_HINT,
    })
  }
  const key = createFromFields(publicKey.type, fields, comment)
  if (!equalBytes(key.publicKey.blob, publicKey.blob)) throw halvesError()
  return key
}

/** The counterpart of {@link decodeSection}. `check` is 4 random bytes. Secret. */
export function encodeSection(key: PrivateKey, blockLength: number, check: Uint8Array): Uint8Array {
  const { publicKey, secretFields } = key
  const fields = privateHalf(publicKey).encode({ publicFields: publicFields(publicKey).fields, secretFields })
  const comment = encodeStrings([new TextEncoder().encode(publicKey.comment)])
  const section = concatBytes([check, check, encodeStrings([asciiBytes(publicKey.type)]), fields, comment])
  const padding = (blockLength - (section.length % blockLength)) % blockLength
  const padded = concatBytes([section, Uint8Array.from({ length: padding }, (_, index) => index + 1)])
  section.fill(0)
  fields.fill(0)
  return padded
}
