import { decodeBase64 } from "./base64.ts"
import { type CertificateOption, readCertificateOptions, readPrincipals, readText } from "./certificate-fields.ts"
import { KeyError } from "./error.ts"
import { type KeyTypeName, keyTypeNames } from "./key-type.ts"
import { decoders } from "./key-types/decoders.ts"
import { MAX_CERTIFICATE_LENGTH, MAX_COMMENT_LENGTH } from "./limits.ts"
import { toPrintable } from "./printable.ts"
import { decodePublicKey, type PublicKey } from "./public-key.ts"
import { type VerifySignatureOptions, verifySignature } from "./signature.ts"
import { asciiBytes, encodeStrings, Reader } from "./wire.ts"

/** An OpenSSH certificate (PROTOCOL.certkeys) whose authority's signature holds. */
export interface Certificate {
  /** As `ssh-ed25519-cert-v01@openssh.com`. */
  readonly type: string
  /** The certificate as it travels in SSH, byte for byte as it was signed. */
  readonly blob: Uint8Array
  /** The certified key. A certificate has its fingerprint, and none of its own. */
  readonly key: PublicKey
  /** Whether it is for a person who logs in or for a machine. */
  readonly kind: "user" | "host"
  /** The authority's number for it, 0 where the authority does not count; up to 2^64 - 1. */
  readonly serial: bigint
  /** Free text of the authority, for its logs. May hold any character: show it with `toPrintable`. */
  readonly keyId: string
  /** The users or host names that it is good for. None means all of them, in older OpenSSH. Show with `toPrintable`. */
  readonly principals: readonly string[]
  /** Seconds since 1970 from which it is valid; 0 for always. */
  readonly validAfter: bigint
  /** Seconds since 1970 from which it is no longer valid; 2^64 - 1 for never. */
  readonly validBefore: bigint
  /** Who does not know one of these must refuse the certificate. */
  readonly criticalOptions: readonly CertificateOption[]
  /** Who does not know one of these ignores it. */
  readonly extensions: readonly CertificateOption[]
  /** The key that signed it. */
  readonly authority: PublicKey
  /** How the authority signed, as `rsa-sha2-512`. */
  readonly signatureAlgorithm: string
}

/** What {@link decodeCertificate} lets pass beyond its defaults. */
export type DecodeCertificateOptions = Pick<VerifySignatureOptions, "sha1">

const KINDS: Readonly<Record<number, Certificate["kind"]>> = { 1: "user", 2: "host" }

/** Whether `type` is that of a certificate for a key type of the table. */
export function isCertificateType(type: string): boolean {
  return keyTypeOf(type) !== undefined
}

/**
 * Reads one line, `type base64[ comment]`, as ssh-keygen writes it into `-cert.pub` files; one line end may follow.
 *
 * Throws every code of {@link decodeCertificate}, and `format_unknown` for a line of another shape.
 */
export function parseCertificate(line: string, options: DecodeCertificateOptions = {}): Certificate {
  if (line.length > 2 * MAX_CERTIFICATE_LENGTH) throw tooLong()
  const [, type = "", base64 = "", comment = ""] = /^(\S+) (\S+)(?: ([^\r\n\0]*))?\r?\n?$/.exec(line) ?? []
  if (!isCertificateType(type)) {
    throw new KeyError("format_unknown", "this is not one line of a certificate: type base64 comment", {
      hint: "a certificate is in the file whose name ends in -cert.pub",
    })
  }
  const certificate = decodeCertificate(decodeBase64(base64), options)
  if (certificate.type !== type) {
    throw new KeyError("key_mismatch", `the line says ${type} and the certificate inside ${certificate.type}`)
  }
  return { ...certificate, key: { ...certificate.key, comment: comment.slice(0, MAX_COMMENT_LENGTH) } }
}

/**
 * Reads a certificate's blob and verifies that its authority signed it. Whether that authority is one to trust, whether
 * the certificate is valid now and for whom, is for the caller to judge.
 *
 * Throws `certificate_invalid` when the signature does not hold, when the authority is itself a certificate, or when a
 * field breaks PROTOCOL.certkeys; `type_unknown` for other blobs; else as `decodePublicKey`.
 */
export function decodeCertificate(blob: Uint8Array, options: DecodeCertificateOptions = {}): Certificate {
  if (blob.length > MAX_CERTIFICATE_LENGTH) throw tooLong()
  const reader = new Reader(blob, MAX_CERTIFICATE_LENGTH)
  const type = reader.name()
  const keyType = keyTypeOf(type)
  if (keyType === undefined) {
    throw new KeyError("type_unknown", `"${toPrintable(type.slice(0, 64))}" is not a type of certificate`)
  }
  // The nonce only makes what is signed hard to predict.
  reader.string()
  const { bits, fields } = decoders[keyType](reader, {})
  const key: PublicKey = { type: keyType, bits, blob: encodeStrings([asciiBytes(keyType), ...fields]), comment: "" }
  const serial = reader.uint64()
  const kind = KINDS[reader.uint32()]
  if (kind === undefined) throw invalid("it is neither for a user nor for a host")
  const keyId = readText(reader)
  const principals = readPrincipals(reader.string())
  const validAfter = reader.uint64()
  const validBefore = reader.uint64()
  const criticalOptions = readCertificateOptions(reader.string())
  const extensions = readCertificateOptions(reader.string())
  // Reserved: PROTOCOL.certkeys says that it is ignored.
  reader.string()
  const authority = readAuthority(reader.string())
  const signed = blob.subarray(0, reader.position)
  const signature = reader.string()
  reader.end()
  return {
    type,
    blob,
    key,
    kind,
    serial,
    keyId,
    principals,
    validAfter,
    validBefore,
    criticalOptions,
    extensions,
    authority,
    signatureAlgorithm: verifyAuthority(authority, signed, signature, options),
  }
}

/** The key type that a certificate type is made for: the one without `-cert-v01`. */
function keyTypeOf(type: string): KeyTypeName | undefined {
  return keyTypeNames.find((name) => `${name.replace(/@openssh\.com$/, "")}-cert-v01@openssh.com` === type)
}

function readAuthority(blob: Uint8Array): PublicKey {
  const type = new Reader(blob).name()
  if (isCertificateType(type)) throw invalid("its authority is a certificate itself")
  return decodePublicKey(blob)
}

function verifyAuthority(
  authority: PublicKey,
  signed: Uint8Array,
  signature: Uint8Array,
  options: DecodeCertificateOptions,
): string {
  try {
    return verifySignature(authority, signed, signature, { ...options, touch: "optional" }).algorithm
  } catch (cause) {
    if (!(cause instanceof KeyError)) throw cause
    throw invalid(`its authority's signature does not hold: ${cause.message}`, cause)
  }
}

function invalid(reason: string, cause?: KeyError): KeyError {
  return new KeyError("certificate_invalid", `this certificate is not valid: ${reason}`, {
    hint: "have the key certified again",
    cause,
  })
}

function tooLong(): KeyError {
  return new KeyError("limit_exceeded", `this is longer than a certificate may be (${MAX_CERTIFICATE_LENGTH} bytes)`)
}
