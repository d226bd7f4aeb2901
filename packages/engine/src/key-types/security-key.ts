import { KeyError } from "../error.ts"
import type { Reader } from "../wire.ts"
import { readEcdsaFields } from "./ecdsa.ts"
import { decodeEd25519 } from "./ed25519.ts"
import type { DecodeOptions, PublicFields } from "./fields.ts"

/**
 * `sk-ssh-ed25519@openssh.com` (PROTOCOL.u2f): string point, string application.
 *
 * Throws as `decodeEd25519`; `format_invalid` for an application that is not text.
 */
export function decodeEd25519SecurityKey(reader: Reader, options: DecodeOptions): PublicFields {
  const { bits, fields } = decodeEd25519(reader, options)
  return { bits, fields: [...fields, readApplication(reader)] }
}

/**
 * `sk-ecdsa-sha2-nistp256@openssh.com` (PROTOCOL.u2f): string curve, string point, string application.
 *
 * Throws as `decodeEcdsa`; `format_invalid` for an application that is not text.
 */
export function decodeEcdsaSecurityKey(reader: Reader): PublicFields {
  const { bits, fields } = readEcdsaFields(reader, "nistp256")
  return { bits, fields: [...fields, readApplication(reader)] }
}

function readApplication(reader: Reader): Uint8Array {
  const application = reader.string()
  if (application.includes(0)) {
    throw new KeyError("format_invalid", "the application name of this security key holds a NUL byte")
  }
  return application
}
