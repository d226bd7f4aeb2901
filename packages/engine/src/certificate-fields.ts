import { KeyError } from "./error.ts"
import { MAX_CERTIFICATE_LENGTH, MAX_CERTIFICATE_PRINCIPALS } from "./limits.ts"
import { Reader } from "./wire.ts"

/** A critical option or extension of a certificate (PROTOCOL.certkeys). */
export interface CertificateOption {
  /** As `force-command` or `permit-pty`. */
  readonly name: string
  /** The string inside the data, as UTF-8; undefined for a flag and for data that is not one string. */
  readonly value?: string
  /** The data as it stands there: an RFC 4251 `string` for what OpenSSH defines, empty for a flag. */
  readonly data: Uint8Array
}

/**
 * Reads critical options or extensions: pairs of string name, string data, each name once and in order of their bytes
 * (PROTOCOL.certkeys; OpenSSH does not check the order).
 *
 * Throws `certificate_invalid`, `truncated`, `format_invalid`.
 */
export function readCertificateOptions(bytes: Uint8Array): readonly CertificateOption[] {
  const reader = new Reader(bytes, MAX_CERTIFICATE_LENGTH)
  const options: CertificateOption[] = []
  while (reader.remaining > 0) {
    const name = reader.name()
    const data = reader.string()
    const previous = options.at(-1)?.name
    if (previous !== undefined && previous >= name) {
      throw new KeyError("certificate_invalid", "this certificate is not valid: its options are not in order", {
        hint: "have the key certified again",
      })
    }
    const value = singleString(data)
    options.push({ name, data, ...(value === undefined ? {} : { value }) })
  }
  return options
}

/** Reads principals: any number of strings. Throws `limit_exceeded` over 256, `truncated`, `format_invalid`. */
export function readPrincipals(bytes: Uint8Array): readonly string[] {
  const reader = new Reader(bytes, MAX_CERTIFICATE_LENGTH)
  const principals: string[] = []
  while (reader.remaining > 0) {
    if (principals.length === MAX_CERTIFICATE_PRINCIPALS) {
      throw new KeyError("limit_exceeded", `this certificate has more than ${MAX_CERTIFICATE_PRINCIPALS} principals`)
    }
    principals.push(readText(reader))
  }
  return principals
}

/**
 * Reads a string of text for people. Nothing is left out of it, not even a byte order mark, so that no name passes for
 * another. Throws `format_invalid` for a NUL, at which C programs would stop reading.
 */
export function readText(reader: Reader): string {
  const bytes = reader.string()
  if (bytes.includes(0)) throw new KeyError("format_invalid", "a text inside the certificate holds a NUL byte")
  return decodeText(bytes)
}

function decodeText(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes)
}

function singleString(data: Uint8Array): string | undefined {
  if (data.length < 4) return undefined
  const length = new DataView(data.buffer, data.byteOffset, 4).getUint32(0)
  return length === data.length - 4 ? decodeText(data.subarray(4)) : undefined
}
