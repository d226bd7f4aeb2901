import type { MessageDescriptor } from "@lingui/core"
import { msg } from "@lingui/core/macro"
import { useLingui } from "@lingui/react/macro"
import { sentence } from "../../../failure.ts"
import type { Found } from "./found.ts"
import { bytesThere, type RefusalKind, refusalKind } from "./refusal-kind.ts"
import { refusalSection } from "./refusal-section.ts"

type Words = { readonly message: MessageDescriptor; readonly hint: MessageDescriptor }

const copyAgain = msg`Copy the whole line from the .pub file again.`
const importPub = msg`Import the .pub file of your key.`
const newKey = msg`Make a new key with ssh-keygen -t ed25519 instead.`

const words: Readonly<Record<RefusalKind, Words>> = {
  certificate: { message: msg`This is an SSH certificate, not a key.`, hint: msg`Import the key it was made for.` },
  fingerprint: { message: msg`This is only the fingerprint of a key.`, hint: importPub },
  "known-hosts": {
    message: msg`This is a line of known_hosts: the key of a machine, not of a person.`,
    hint: importPub,
  },
  authority: {
    message: msg`This line trusts a certificate authority. It is not a person's key.`,
    hint: msg`Leave it in authorized_keys on the machine.`,
  },
  ssh1: { message: msg`This is an SSH1 key. SSH1 was removed from OpenSSH in 2017.`, hint: newKey },
  shortened: {
    message: msg`A part of this key was replaced by dots.`,
    hint: msg`Copy it from the .pub file, not from a list that shortens it.`,
  },
  "web-page": { message: msg`This is a web page, not a key.`, hint: msg`Open the link to the raw text and copy that.` },
  binary: { message: msg`This is a binary file, not a text with keys.`, hint: importPub },
  pgp: { message: msg`This is a PGP block, for mail and signatures, not an SSH key.`, hint: importPub },
  x509: { message: msg`This is an X.509 certificate, as web servers use, not an SSH key.`, hint: importPub },
  signature: { message: msg`This is a signature made with an SSH key, not a key.`, hint: importPub },
  "rsa-size": { message: msg`This RSA key is too short or too long to be used.`, hint: newKey },
  unreadable: {
    message: msg`This cannot be read.`,
    hint: msg`If it is a folder, choose the files in it instead.`,
  },
  "too-large": { message: msg`This is larger than 1 MiB.`, hint: msg`Import the keys in parts.` },
  "too-many": { message: msg`That is more than 500 keys.`, hint: msg`Import them in parts.` },
  format_unknown: {
    message: msg`No key in this line.`,
    hint: msg`A public key starts with ssh-ed25519, ssh-rsa, ecdsa-sha2- or ---- BEGIN.`,
  },
  truncated: { message: msg`The end of this key is missing.`, hint: msg`Copy the whole line.` },
  format_invalid: { message: msg`This key is damaged.`, hint: copyAgain },
  trailing_data: { message: msg`Something follows the end of this key.`, hint: copyAgain },
  key_mismatch: { message: msg`The parts of this key do not belong together.`, hint: copyAgain },
  type_unknown: { message: msg`This key type does not exist.`, hint: copyAgain },
  type_unsupported: { message: msg`This key type is not supported.`, hint: newKey },
  limit_exceeded: { message: msg`This is larger than any real key.`, hint: copyAgain },
  certificate_invalid: { message: msg`This certificate is damaged.`, hint: msg`Import the key it was made for.` },
  signature_invalid: { message: msg`This signature is damaged.`, hint: importPub },
  passphrase_required: { message: msg`This key is encrypted.`, hint: importPub },
  passphrase_wrong: { message: msg`This key is encrypted.`, hint: importPub },
}

/** Kinds that the engine's own message tells more about than ours. */
const vague = new Set<RefusalKind>([
  "format_invalid",
  "trailing_data",
  "key_mismatch",
  "type_unknown",
  "type_unsupported",
  "limit_exceeded",
  "rsa-size",
])

/** A refused finding in the person's language; `section` is of the guide about it, and `detail` is what exactly is wrong, in the engine's English. */
export function useRefusalWords() {
  const { t, i18n } = useLingui()
  return ({ code, message }: Extract<Found, { kind: "refused" }>) => {
    const kind = refusalKind({ code, message })
    const bytes = kind === "truncated" ? bytesThere(message) : undefined
    return {
      section: refusalSection[kind],
      message:
        bytes === undefined
          ? i18n._(words[kind].message)
          : t`The end of this key is missing: only ${bytes.there} of ${bytes.needed} bytes are here.`,
      hint: i18n._(words[kind].hint),
      ...(vague.has(kind) && { detail: sentence(message) }),
    }
  }
}
