import { KeyError } from "./error.ts"
import { keyTypes } from "./key-type.ts"
import { usesSha1 } from "./key-types/rsa-signature.ts"
import type { SignatureBlob, SignatureProof } from "./key-types/signature-scheme.ts"
import { signatureSchemes } from "./key-types/signature-schemes.ts"
import { MAX_BLOB_LENGTH } from "./limits.ts"
import { toPrintable } from "./printable.ts"
import type { PrivateKey } from "./private-key.ts"
import { type PublicKey, publicFields } from "./public-key.ts"
import { asciiBytes, encodeStrings, Reader } from "./wire.ts"

/** What {@link verifySignature} lets pass beyond its defaults. */
export interface VerifySignatureOptions {
  /** `"accepted"` takes RSA signatures with SHA-1 (`ssh-rsa`), for which forgeries can be made. Default: refused. */
  readonly sha1?: "refused" | "accepted"
  /** `"optional"` takes signatures that a security key made without being touched. Default: required. */
  readonly touch?: "required" | "optional"
}

/** What a signature that holds proves. */
export interface VerifiedSignature extends SignatureProof {
  /** The signature algorithm's name (RFC 8332 section 3 for RSA). */
  readonly algorithm: string
}

/**
 * Checks that `signature`, a blob of `string algorithm, string value` (RFC 4253 section 6.6; PROTOCOL.u2f for security
 * keys), was made over `message` by the private half of `key`.
 *
 * Throws `signature_invalid` when it was not; `type_unsupported` for DSA and other keys that can only be read;
 * `format_invalid`, `truncated`, `trailing_data`, `limit_exceeded` for a blob that is not a signature.
 */
export function verifySignature(
  key: PublicKey,
  message: Uint8Array,
  signature: Uint8Array,
  options: VerifySignatureOptions = {},
): VerifiedSignature {
  const scheme = signatureSchemes[key.type]
  if (scheme === undefined) throw unsupported(key)
  const blob = readBlob(signature)
  const { algorithm, rest } = blob
  const { signatureAlgorithms, family } = keyTypes[key.type]
  if (!signatureAlgorithms.includes(algorithm)) {
    throw new KeyError("signature_invalid", `a ${family} key does not sign with ${toPrintable(algorithm.slice(0, 64))}`)
  }
  if (usesSha1(algorithm) && options.sha1 !== "accepted") {
    throw new KeyError("signature_invalid", "this RSA signature uses SHA-1, which no longer proves anything", {
      hint: "sign again with rsa-sha2-512: OpenSSH does since version 7.2",
    })
  }
  const proof = scheme.verify(publicFields(key).fields, message, blob)
  if (proof === undefined) {
    throw new KeyError("signature_invalid", "this key did not make this signature of this text", {
      hint: "sign exactly the text that was given, with exactly this key",
    })
  }
  if (proof.securityKey === undefined && rest.length > 0) {
    throw new KeyError("trailing_data", `${rest.length} more bytes follow the end of the signature`)
  }
  if (proof.securityKey?.isTouched === false && options.touch !== "optional") {
    throw new KeyError("signature_invalid", "nobody touched the security key when it signed", {
      hint: "use a key that was made without the option no-touch-required",
    })
  }
  return { algorithm, ...proof }
}

/**
 * A signature blob of `message`. `algorithm` is one of the key type's; the best of them when left out, which for RSA is
 * `rsa-sha2-512`.
 *
 * Throws `type_unsupported` for keys that cannot sign here: security keys, whose device has to, and DSA.
 */
export function signMessage(key: PrivateKey, message: Uint8Array, algorithm?: string): Uint8Array {
  const { publicKey, secretFields } = key
  const { signatureAlgorithms, family } = keyTypes[publicKey.type]
  const chosen = algorithm ?? signatureAlgorithms[0] ?? ""
  const sign = signatureSchemes[publicKey.type]?.sign
  if (sign === undefined) throw unsupported(publicKey)
  if (!signatureAlgorithms.includes(chosen)) {
    throw new KeyError("type_unsupported", `a ${family} key does not sign with ${toPrintable(chosen)}`)
  }
  const fields = { publicFields: publicFields(publicKey).fields, secretFields }
  return encodeStrings([asciiBytes(chosen), sign(fields, message, chosen)])
}

function readBlob(signature: Uint8Array): SignatureBlob {
  if (signature.length > MAX_BLOB_LENGTH) throw new KeyError("limit_exceeded", "this is too long to be a signature")
  const reader = new Reader(signature)
  const algorithm = reader.name()
  const value = reader.string()
  return { algorithm, value, rest: reader.take(reader.remaining) }
}

function unsupported({ type }: PublicKey): KeyError {
  const { family } = keyTypes[type]
  if (family.endsWith("-SK")) {
    return new KeyError("type_unsupported", "only the device of a security key can sign", {
      hint: "sign through ssh-keygen -Y sign or an SSH agent",
    })
  }
  return new KeyError("type_unsupported", `signatures of ${family} keys are not supported`, {
    hint: "use an Ed25519 key: ssh-keygen -t ed25519",
  })
}
