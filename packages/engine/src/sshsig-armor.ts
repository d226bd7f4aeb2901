import { decodeBase64, encodeBase64 } from "./base64.ts"
import { KeyError } from "./error.ts"
import { MAX_SSHSIG_LENGTH } from "./limits.ts"

const BEGIN = "-----BEGIN SSH SIGNATURE-----"
const END = "-----END SSH SIGNATURE-----"

/** The blob in lines of 70 characters between BEGIN and END, as ssh-keygen writes it, with a final line end. */
export function formatSshsigArmor(blob: Uint8Array): string {
  return [BEGIN, ...(encodeBase64(blob).match(/.{1,70}/g) ?? []), END, ""].join("\n")
}

/**
 * The blob between BEGIN and END. White space inside and any text around are left out: a terminal puts both there.
 *
 * Throws `format_unknown` without a BEGIN line, `truncated` without an END line, `trailing_data` for a second
 * signature, `limit_exceeded`, `format_invalid`.
 */
export function parseSshsigArmor(text: string): Uint8Array {
  if (text.length > 2 * MAX_SSHSIG_LENGTH) throw new KeyError("limit_exceeded", "this is too long to be a signature")
  const begin = text.indexOf(BEGIN)
  if (begin === -1) {
    throw new KeyError("format_unknown", "there is no SSH signature in this text", {
      hint: `copy all of it, from ${BEGIN} on`,
    })
  }
  const end = text.indexOf(END, begin)
  if (end === -1) {
    throw new KeyError("truncated", "the end of this signature is missing", {
      hint: `copy all of it, to the line ${END}`,
    })
  }
  if (text.includes(BEGIN, end)) {
    throw new KeyError("trailing_data", "a second signature follows the first", { hint: "give one signature alone" })
  }
  return decodeBase64(text.slice(begin + BEGIN.length, end).replace(/\s+/g, ""))
}
