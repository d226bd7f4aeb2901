import { toBase64 } from "#crypto"
import { digest } from "#signature"
import { KeyError } from "../error.ts"
import { asciiBytes, concatBytes, type Reader } from "../wire.ts"
import { equalBytes } from "./halves.ts"

/** How an ECDSA security key signs in a browser (PROTOCOL.u2f, "webauthn signatures"). */
export const WEBAUTHN_ALGORITHM = "webauthn-sk-ecdsa-sha2-nistp256@openssh.com"

/** Flags of authenticator data (Web Authentication section 6.1): what follows the counter. */
const ATTESTED_DATA = 0x40
const EXTENSION_DATA = 0x80

/** What a browser had the device sign beside the device's own report. */
export interface ClientData {
  /** The page's origin, as the browser stated it. */
  readonly origin: string
  /** As the device signs them, behind the counter. */
  readonly extensions: Uint8Array
  /** SHA-256 of the client data, in the place of the message's. */
  readonly hash: Uint8Array
}

/**
 * Reads `string origin, string clientData, string extensions`, which a browser's signatures have behind flags and counter;
 * undefined when the client data is not that of `message`. It starts with the type, the message itself in base64url and
 * the origin, in this order and without spaces (Web Authentication section 5.8.1.1), so that no JSON has to be read;
 * what follows counts for nothing, as in OpenSSH (`ssh-ecdsa-sk.c`).
 *
 * Throws `format_invalid` for an origin that could end its own string, and for flags that say something else than what is
 * there; `truncated`.
 */
export function readClientData(reader: Reader, flags: number, message: Uint8Array): ClientData | undefined {
  const origin = reader.string()
  const clientData = reader.string()
  const extensions = reader.string()
  if (origin.includes(0) || origin.includes(QUOTE)) {
    throw new KeyError("format_invalid", "the origin in this signature holds a character that no origin has")
  }
  if ((flags & ATTESTED_DATA) !== 0 || ((flags & EXTENSION_DATA) !== 0) !== extensions.length > 0) {
    throw new KeyError("format_invalid", "the flags in this signature say something else than what is in it")
  }
  const start = concatBytes([
    asciiBytes(`{"type":"webauthn.get","challenge":"${base64url(message)}","origin":"`),
    origin,
    Uint8Array.of(QUOTE),
  ])
  if (!equalBytes(clientData.subarray(0, start.length), start)) return undefined
  return { origin: new TextDecoder().decode(origin), extensions, hash: digest("sha256", clientData) }
}

const QUOTE = 0x22

function base64url(bytes: Uint8Array): string {
  return toBase64(bytes).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "")
}
