import { digest } from "#signature"
import { type Certificate, decodeCertificate, isCertificateType } from "./certificate.ts"
import { KeyError } from "./error.ts"
import { equalBytes } from "./key-types/halves.ts"
import { MAX_CERTIFICATE_LENGTH, MAX_SSHSIG_LENGTH } from "./limits.ts"
import { toPrintable } from "./printable.ts"
import type { PrivateKey } from "./private-key.ts"
import { decodePublicKey, type PublicKey } from "./public-key.ts"
import { signMessage, type VerifiedSignature, type VerifySignatureOptions, verifySignature } from "./signature.ts"
import { formatSshsigArmor, parseSshsigArmor } from "./sshsig-armor.ts"
import { asciiBytes, concatBytes, encodeStrings, Reader } from "./wire.ts"

const MAGIC = asciiBytes("SSHSIG")
const VERSION = 1

/** The hash of the message that a signature is made over. */
export type SshsigHash = "sha256" | "sha512"

/** Whatever can sign: a private key in memory ({@link signerOf}), an SSH agent, a device. */
export interface Signer {
  readonly publicKey: PublicKey
  /** Goes into the signature in place of the key, when there is one; it must be the key's. */
  readonly certificate?: Certificate
  /** A signature blob of `bytes`, as `signMessage` and SSH agents return it; RSA must sign with `rsa-sha2-*`. */
  sign(bytes: Uint8Array): Uint8Array | Promise<Uint8Array>
}

/** How to sign. */
export interface SignSshsigOptions {
  /** What the signature is for, so that it is good for nothing else, as `file` or `latchkey-verify`; not empty. */
  readonly namespace: string
  /** Default: `sha512`, as ssh-keygen's. */
  readonly hash?: SshsigHash
  /** For a signer in this process whose signatures are many: what it returns is used without being verified. */
  readonly isTrusted?: boolean
}

/** What a signature has to be. */
export interface VerifySshsigOptions extends Pick<VerifySignatureOptions, "touch"> {
  /** The namespace that the signature must have been made for. */
  readonly namespace: string
  /** The key that must have made it; any key when left out. */
  readonly key?: PublicKey
}

/** What a signature that holds proves. */
export interface VerifiedSshsig extends VerifiedSignature {
  /** The key that signed; with a certificate, the certified key. */
  readonly publicKey: PublicKey
  /** Signed by its authority; nothing else about it was judged. */
  readonly certificate?: Certificate
  readonly namespace: string
  readonly hash: SshsigHash
}

/** Signs with a private key in memory, RSA with `rsa-sha2-512`. */
export function signerOf(key: PrivateKey): Signer {
  return { publicKey: key.publicKey, sign: (bytes) => signMessage(key, bytes) }
}

/**
 * An SSH signature of `message` (PROTOCOL.sshsig) in its armour, which `ssh-keygen -Y verify` reads. What the signer
 * returns is verified before it is used, unless it is trusted.
 *
 * Throws `signature_invalid` when the signer signed something else or in a way that PROTOCOL.sshsig forbids,
 * `format_invalid` for an empty namespace, and whatever the signer throws.
 */
export async function signSshsig(message: Uint8Array, signer: Signer, options: SignSshsigOptions): Promise<string> {
  const { namespace, hash = "sha512", isTrusted = false } = options
  if (namespace === "") throw new KeyError("format_invalid", "the namespace of an SSH signature cannot be empty")
  const { publicKey, certificate } = signer
  const signed = signedData(message, new TextEncoder().encode(namespace), hash)
  const signature = await signer.sign(signed)
  if (!isTrusted) verifySignature(publicKey, signed, signature, { touch: "optional" })
  const fields = [certificate?.blob ?? publicKey.blob, new TextEncoder().encode(namespace), new Uint8Array(0)]
  const version = Uint8Array.of(0, 0, 0, VERSION)
  return formatSshsigArmor(concatBytes([MAGIC, version, encodeStrings([...fields, asciiBytes(hash), signature])]))
}

/**
 * Verifies an SSH signature (PROTOCOL.sshsig) of `message`, in its armour or as bare bytes. A certificate in it must be
 * signed by its authority; whether to trust that authority is the caller's to judge.
 *
 * Throws `signature_invalid` (forged, another text, another namespace), `key_mismatch` (made by another key than
 * asked for), `certificate_invalid`, `type_unsupported`, and for what is no signature at all `format_unknown`,
 * `format_invalid`, `truncated`, `trailing_data`, `limit_exceeded`.
 */
export function verifySshsig(
  message: Uint8Array,
  signature: string | Uint8Array,
  options: VerifySshsigOptions,
): VerifiedSshsig {
  const { publicKey, certificate, namespace, hash, inner } = readSshsig(signature)
  checkExpected(publicKey, namespace, options)
  const { touch = "required" } = options
  // SHA-1 stays refused: PROTOCOL.sshsig wants rsa-sha2-256 or rsa-sha2-512 of RSA keys.
  const verified = verifySignature(publicKey, signedData(message, namespace, hash), inner, { touch })
  const signer = { publicKey, ...(certificate !== undefined && { certificate }) }
  return { ...signer, ...verified, namespace: options.namespace, hash }
}

/**
 * What an SSH signature claims, without the text that it is of: it proves nothing. The namespace may hold any character:
 * show it with `toPrintable`.
 *
 * Throws as {@link verifySshsig}, but for `signature_invalid` and `key_mismatch`.
 */
export function parseSshsig(
  signature: string | Uint8Array,
): Pick<VerifiedSshsig, "publicKey" | "certificate" | "namespace" | "hash"> {
  const { inner: _, namespace, ...facts } = readSshsig(signature)
  return { ...facts, namespace: new TextDecoder().decode(namespace) }
}

function readSshsig(signature: string | Uint8Array) {
  const blob = typeof signature === "string" ? parseSshsigArmor(signature) : signature
  if (blob.length > MAX_SSHSIG_LENGTH) throw new KeyError("limit_exceeded", "this is too long to be a signature")
  const reader = new Reader(blob, MAX_CERTIFICATE_LENGTH)
  if (!equalBytes(reader.take(Math.min(MAGIC.length, reader.remaining)), MAGIC)) {
    throw new KeyError("format_unknown", "this is not an SSH signature")
  }
  const version = reader.uint32()
  if (version !== VERSION) throw new KeyError("format_invalid", `version ${version} of SSH signatures is not known`)
  const signer = readSigner(reader.string())
  const namespace = reader.string()
  // Reserved: PROTOCOL.sshsig says that it is ignored.
  reader.string()
  const hash = reader.name()
  const inner = reader.string()
  reader.end()
  if (hash === "sha256" || hash === "sha512") return { ...signer, namespace, hash, inner } as const
  throw new KeyError("format_invalid", `an SSH signature does not hash with ${toPrintable(hash.slice(0, 64))}`)
}

function checkExpected(publicKey: PublicKey, namespace: Uint8Array, { key, namespace: expected }: VerifySshsigOptions) {
  if (key !== undefined && !equalBytes(key.blob, publicKey.blob)) {
    throw new KeyError("key_mismatch", "another key made this signature", {
      hint: "sign with the key that was asked for",
    })
  }
  if (namespace.length === 0 || !equalBytes(namespace, new TextEncoder().encode(expected))) {
    const found = toPrintable(new TextDecoder().decode(namespace.subarray(0, 64)))
    throw new KeyError("signature_invalid", `this signature was made for "${found}", not for "${expected}"`, {
      hint: `sign again with: ssh-keygen -Y sign -n ${expected}`,
    })
  }
}

function readSigner(blob: Uint8Array): Pick<VerifiedSshsig, "publicKey" | "certificate"> {
  if (!isCertificateType(new Reader(blob).name())) return { publicKey: decodePublicKey(blob) }
  const certificate = decodeCertificate(blob)
  return { publicKey: certificate.key, certificate }
}

function signedData(message: Uint8Array, namespace: Uint8Array, hash: SshsigHash): Uint8Array {
  const fields = [namespace, new Uint8Array(0), asciiBytes(hash), digest(hash, message)]
  return concatBytes([MAGIC, encodeStrings(fields)])
}
