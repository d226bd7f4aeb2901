import { fromBase64, toBase64 } from "#crypto"
import { toHex } from "../der.ts"
import type { PrivateFormatName } from "../private-format.ts"
import { asciiBytes } from "../wire.ts"

/** What a private body is. */
export interface PrivateBody {
  readonly format: PrivateFormatName
  readonly encrypted: boolean
}

/** Base64 of `openssh-key-v1` and its NUL (OpenSSH: PROTOCOL.key). */
const OPENSSH_MAGIC = "b3BlbnNzaC1rZXktdjEA"
/** The same, followed by the cipher name `none`. */
const OPENSSH_PLAIN = "b3BlbnNzaC1rZXktdjEAAAAABG5vbmU"
/** Base64 of the magic number 0x3f6ff9eb of ssh.com's format. */
const SSHCOM_MAGIC = "P2/56w"
/** What only private key files say, in base64: they are wrapped once more in Kubernetes secrets, behind certificates too. */
const NESTED_MARKS = ["PRIVATE KEY", "PuTTY-User-Key-File-"].flatMap((words) =>
  [0, 1, 2].map((shift) => base64Within(words, shift)),
)

/** Base64 of the tag of a DER SEQUENCE and the start of its length. */
const DER_SEQUENCE = /^M[A-I]/

/** How much of a base64 text is decoded to recognise DER, in characters. */
const DER_SAMPLE_LENGTH = 32

/** The first bytes of DER private keys behind the outer SEQUENCE, in hexadecimal. */
const DER_STARTS: readonly { readonly pattern: RegExp; readonly body: PrivateBody }[] = [
  // Not an EC curve that is spelled out, which OpenSSL writes in front of keys: its first identifier is of a field's kind.
  { pattern: /^02010[01]30(?:..|81..|82....)06(?!072a8648ce3d01)/, body: { format: "pkcs8", encrypted: false } },
  { pattern: /^02010104/, body: { format: "sec1", encrypted: false } },
  // Also DSA, which only the number of integers further on tells from RSA.
  { pattern: /^02010002(?:[4-7].|8[12])/, body: { format: "pkcs1-private", encrypted: false } },
  // PBES1 and PBES2 (RFC 8018) and the algorithms of PKCS#12.
  {
    pattern: /^30(?:..|81..|82....)06(?:092a864886f70d0105|0a2a864886f70d010c01)/,
    body: { format: "pkcs8", encrypted: true },
  },
  { pattern: /^02010330/, body: { format: "pem-private", encrypted: true } },
]

/**
 * Recognises a private key by its contents alone, for text whose frame is lost. `base64` holds no white space and may
 * be cut off anywhere; `lineStarts` are the offsets in it at which a body may begin. Returns the offset, too.
 */
export function findPrivateBody(
  base64: string,
  lineStarts: readonly number[],
): (PrivateBody & { readonly offset: number }) | undefined {
  const magic = base64.indexOf(OPENSSH_MAGIC)
  if (magic !== -1) {
    return { offset: magic, format: "openssh-key-v1", encrypted: !base64.startsWith(OPENSSH_PLAIN, magic) }
  }
  for (const words of NESTED_MARKS) {
    const offset = base64.indexOf(words)
    if (offset !== -1) return { offset, format: "pem-private", encrypted: false }
  }
  for (const offset of lineStarts) {
    if (base64.startsWith(SSHCOM_MAGIC, offset)) return { offset, format: "sshcom", encrypted: false }
    if (!DER_SEQUENCE.test(base64.slice(offset, offset + 2))) continue
    const body = recogniseDer(fromBase64(base64.slice(offset, offset + DER_SAMPLE_LENGTH)))
    if (body !== undefined) return { offset, ...body }
  }
  return undefined
}

/** Recognises the DER of a private key by its first bytes. */
function recogniseDer(der: Uint8Array): PrivateBody | undefined {
  if (der[0] !== 0x30) return undefined
  const length = der[1] ?? 0
  const header = length < 0x80 ? 2 : 2 + (length & 0x7f)
  const start = toHex(der.subarray(header, header + 16))
  return DER_STARTS.find(({ pattern }) => pattern.test(start))?.body
}

/** The characters that all base64 of a text has where `words` begin `shift` bytes behind a multiple of three. */
function base64Within(words: string, shift: number): string {
  const end = shift + words.length
  return toBase64(asciiBytes(words.padStart(end))).slice(Math.ceil((shift * 4) / 3), Math.floor((end * 4) / 3))
}
