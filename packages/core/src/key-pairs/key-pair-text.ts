import {
  type FormatName,
  type InspectionFinding,
  inspect,
  KeyError,
  type PublicKey,
  parseX509Certificate,
  type RepairCode,
} from "@latchkey/engine"
import { CoreError } from "../error.ts"
import { fromKeyError, publicKeyOf } from "../keys/key-import.ts"
import { longestKeyPairText } from "./key-pair.ts"

/** What does not keep a line from working in an authorized_keys file as it is. */
const harmless: ReadonlySet<RepairCode> = new Set(["carriage_returns_removed", "spaces_removed"])

/**
 * The one key in the text of a key pair. It is given back byte for byte, to be put into authorized_keys files: so it has to
 * be a line that works there, and nothing else.
 *
 * @throws CoreError `invalid` with the field `publicKey`; as it always is for a private key
 */
export function publicKeyIn(text: string): PublicKey {
  requireLength(text)
  const { findings } = inspect(text)
  const privateKey = findings.find(({ kind }) => kind === "private_key")
  if (privateKey !== undefined) return publicKeyOf(privateKey)
  const [finding, another] = findings
  if (finding?.kind === "refused") throw inPublicKey(fromKeyError(finding.error))
  // What is not well-formed could not be given back as it came, and controls would reach the terminals of others.
  const isAlone = another === undefined && !/[^\P{Cc}\t]/u.test(text.trim()) && text.isWellFormed()
  if (!isAlone || finding?.kind !== "public_key" || !isPlainLine(finding)) {
    throw notOneLine(whyNot(findings))
  }
  return finding.key
}

function isPlainLine(finding: Extract<InspectionFinding, { kind: "public_key" }>): boolean {
  const { format, repairs, droppedOptions } = finding
  return format === "openssh" && droppedOptions === undefined && repairs.every(({ code }) => harmless.has(code))
}

/** The DER bytes of the one certificate in the text. @throws CoreError `invalid` with the field `publicKey` */
export function certificateIn(text: string): Uint8Array {
  requireLength(text)
  try {
    return parseX509Certificate(text)
  } catch (error) {
    throw error instanceof KeyError ? inPublicKey(fromKeyError(error)) : error
  }
}

function requireLength(text: string): void {
  if (text.length <= longestKeyPairText) return
  throw inPublicKey(
    new CoreError("invalid", `a public key has at most ${longestKeyPairText} characters here`, {
      hint: "send the public half alone: one line, or one certificate",
    }),
  )
}

/** How OpenSSH's own tool turns a key in another format into a line. */
const intoLine: Partial<Record<FormatName, string>> = {
  rfc4716: "an RFC 4716 file, as PuTTYgen saves it: ssh-keygen -i -f FILE",
  spki: "a PEM file: ssh-keygen -i -m PKCS8 -f FILE",
  pkcs1: "a PEM file: ssh-keygen -i -m PEM -f FILE",
}

function whyNot([finding, another]: readonly InspectionFinding[]): string {
  if (finding === undefined) return "there is no public key in this"
  if (another !== undefined) return "this holds more than one key"
  if (finding.kind === "public_key") {
    if (finding.droppedOptions !== undefined) return "options come before this key: send the key alone"
    const known = intoLine[finding.format]
    if (known !== undefined) return `this is not a line but ${known} writes the line`
  }
  return "this is not one public key in a line of its own"
}

function notOneLine(message: string): CoreError {
  return inPublicKey(
    new CoreError("invalid", message, {
      hint: "send the content of the .pub file: ssh-ed25519 AAAA... comment",
    }),
  )
}

function inPublicKey({ code, message, hint, cause }: CoreError): CoreError {
  return new CoreError(code, message, { hint, cause, fields: [{ path: "publicKey", message }] })
}
