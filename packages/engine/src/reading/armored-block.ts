import { KeyError } from "../error.ts"
import { readPemBody } from "../formats/pem-body.ts"
import { decodePkcs1 } from "../formats/pkcs1.ts"
import { decodeRfc4716 } from "../formats/rfc4716.ts"
import { decodeSpki } from "../formats/spki.ts"
import type { FormatName, InspectionFinding, RepairCode } from "../inspection.ts"
import { toPrintable } from "../printable.ts"
import type { PublicKey } from "../public-key.ts"
import { repairs } from "../repairs.ts"
import { attempt } from "./attempt.ts"
import type { SourceLine } from "./source-line.ts"

/** A block between BEGIN and END lines. */
export interface ArmoredBlock {
  readonly finding: InspectionFinding
  /** Index behind its last line. */
  readonly next: number
}

interface Frame {
  readonly label: string
  /** Contents without quote marks and white space around them. */
  readonly lines: readonly string[]
  readonly repairs: readonly RepairCode[]
  readonly next: number
}

const BEGIN = /^[\s>|"'`*]*(-{2,8})\s?BEGIN ([A-Z0-9][A-Z0-9 ]{0,40}?)\s?(-{2,8})?[\s"'`,*]*$/
const BODY = /^[A-Za-z0-9+/=]+$/
const HEADER = /^[A-Za-z][^\s:]{0,63}:\s/

const publicFormats: Readonly<Record<string, { format: FormatName; read: (lines: readonly string[]) => PublicKey }>> = {
  "SSH2 PUBLIC KEY": { format: "rfc4716", read: decodeRfc4716 },
  "PUBLIC KEY": { format: "spki", read: (lines) => decodeSpki(readPemBody(lines).bytes) },
  "RSA PUBLIC KEY": { format: "pkcs1", read: (lines) => decodePkcs1(readPemBody(lines).bytes) },
}

/** Reads the block whose BEGIN line stands at `index`, or returns undefined when there is none. */
export function readArmoredBlock(lines: readonly SourceLine[], index: number): ArmoredBlock | undefined {
  const frame = readFrame(lines, index)
  const first = lines[index]
  if (frame === undefined || first === undefined) return undefined
  const place = { line: first.line, lineEnd: lines[frame.next - 1]?.line ?? first.line }
  const known = Object.hasOwn(publicFormats, frame.label) ? publicFormats[frame.label] : undefined
  const outcome = attempt(() => {
    if (known === undefined) throw labelError(frame.label)
    return known.read(frame.lines)
  })
  if (outcome.error !== undefined || known === undefined) {
    const error = outcome.error ?? labelError(frame.label)
    return { finding: { ...place, kind: "refused", error: error.atLine(first.line) }, next: frame.next }
  }
  const made = repairs([...lines.slice(index, frame.next).flatMap((line) => line.repairs), ...frame.repairs])
  return {
    finding: { ...place, kind: "public_key", key: outcome.value, format: known.format, repairs: made },
    next: frame.next,
  }
}

function readFrame(lines: readonly SourceLine[], index: number): Frame | undefined {
  const begin = BEGIN.exec(lines[index]?.text ?? "")
  if (begin === null) return undefined
  const [whole, dashes = "", label = "", closing] = begin
  const expected = label.startsWith("SSH2 ") ? "----" : "-----"
  const made = new Set<RepairCode>()
  if (dashes !== expected || closing !== expected) made.add("armor_repaired")
  if (/^[\s]*[>|]/.test(whole)) made.add("quote_marks_removed")
  const contents: string[] = []
  let next = index + 1
  for (; next < lines.length; next++) {
    const continues = contents.at(-1)?.endsWith("\\") === true
    const bare = (lines[next]?.text ?? "").replace(/^[\s>|]+/, "").trim()
    const content = continues ? bare : withoutQuotes(bare)
    if (/^-{2,8}\s?END /.test(content)) return { label, lines: contents, repairs: [...made], next: next + 1 }
    if (content === "") {
      // A blank line separates headers from the body in some formats and is foreign to the ones read here.
      if (Object.hasOwn(publicFormats, label)) made.add("armor_repaired")
      continue
    }
    if (!BODY.test(content) && !HEADER.test(content) && !continues) break
    contents.push(content)
  }
  return { label, lines: contents, repairs: [...made, "armor_repaired"], next }
}

/** A line without the quotes of a string list around it; header values keep theirs. */
function withoutQuotes(content: string): string {
  return HEADER.test(content) ? content : content.replace(/^["'`]|["'`],?$/g, "")
}

function labelError(label: string): KeyError {
  if (label.endsWith("CERTIFICATE")) {
    return new KeyError("type_unsupported", "this is an X.509 certificate, as web servers use, not an SSH key", {
      hint: "import the .pub file of an SSH key",
    })
  }
  if (label.startsWith("PGP ")) {
    return new KeyError("type_unsupported", "this is a PGP block, for mail and signatures, not an SSH key", {
      hint: "for a PGP key with an SSH subkey, use the line that gpg --export-ssh-key prints",
    })
  }
  if (label === "SSH SIGNATURE") {
    return new KeyError("type_unsupported", "this is a signature made with an SSH key, not a key", {
      hint: "import the .pub file of the key",
    })
  }
  return new KeyError("format_unknown", `a block named ${toPrintable(label)} does not hold an SSH public key`, {
    hint: "import the .pub file of an SSH key",
  })
}
