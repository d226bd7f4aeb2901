import { KeyError } from "./error.ts"
import type { Inspection, InspectionFinding, InspectOptions, PrivateKeyFinding, RepairCode } from "./inspection.ts"
import { MAX_INPUT_LENGTH, MAX_PASSPHRASE_TRIES } from "./limits.ts"
import { toPrintable } from "./printable.ts"
import { attempt } from "./reading/attempt.ts"
import { hasWholeFrame } from "./reading/private-frame.ts"
import { recogniseDocument } from "./reading/recognise.ts"
import { sourceLines } from "./reading/source-line.ts"
import { limited, readText, withRepairs } from "./reading/text-findings.ts"
import { repairs } from "./repairs.ts"
import { findPrivateBlocks, type PrivateBlock } from "./scan/private-blocks.ts"
import { textLines } from "./scan/text-lines.ts"
import { decodeSource, isBinary } from "./source-text.ts"

const PRIVATE_ADVICE =
  "this is a private key; only its public half is needed: the line that starts with ssh- or the file that ends in .pub"
const PPK_ADVICE = "this file also holds a private key; only its public half is used"

/**
 * Finds the keys in a text or file of unknown origin and says what it had to repair. Never throws for any input, and
 * never puts a part of a private key into its result, apart from the public half.
 *
 * Every line of a text that holds a key is accounted for: blank lines and lines that start with `#` are skipped, all
 * others are part of a finding. A text without anything that looks like a key has no findings, but advice. Every
 * Ed25519 key is checked to be a point of its curve.
 */
export function inspect(input: string | Uint8Array, options: InspectOptions = {}): Inspection {
  if (input.length > MAX_INPUT_LENGTH) return { findings: [refused(1, tooLarge())], redactedText: "" }
  const { text, repairs: made } = decodeSource(input)
  const blocks = findPrivateBlocks(text)
  const redactedText = replaceBlocks(text, blocks, (lines) => placeholder(lines))
  const document = recogniseDocument(text)
  if (blocks.length === 0 && (document !== undefined || isBinary(text))) {
    return { findings: [refused(1, document ?? binaryError())], redactedText }
  }
  const masked = replaceBlocks(text, blocks, (lines) => "\n".repeat(lines - 1))
  const lines = sourceLines(masked)
  const { findings, unknown, surroundings } = readText(lines)
  const tried = new Set(blocks.filter(({ encrypted }) => encrypted).slice(0, MAX_PASSPHRASE_TRIES))
  const privates = blocks.map((block) => privateFinding(block, made, readHalf(block, tried.has(block), options)))
  const keys = [...withRepairs(findings, [...made, ...surroundings]), ...privates]
  if (keys.length === 0) return { findings: [], redactedText, advice: advice(text, options) }
  if (keys.every(isBlock)) {
    const around: RepairCode[] = unknown.length > 0 ? ["text_around_removed"] : []
    return { findings: inOrder(withRepairs(keys, around)), redactedText }
  }
  // What is left of the first and last line of a private block belongs to the block.
  const others = unknown.filter(({ line }) => !privates.some((block) => block.line <= line && line <= block.lineEnd))
  return { findings: inOrder([...keys, ...others]), redactedText }
}

/**
 * A key in a frame around which tools write text of their own (RFC 7468 section 2). Nothing belongs around OpenSSH lines
 * and RFC 4716 blocks: what stands there may be a key that went wrong.
 */
function isBlock(finding: InspectionFinding): boolean {
  if (finding.kind === "private_key") return true
  return finding.kind === "public_key" && finding.format !== "openssh" && finding.format !== "rfc4716"
}

function inOrder(findings: readonly InspectionFinding[]): readonly InspectionFinding[] {
  return limited(findings.toSorted((left, right) => left.line - right.line))
}

function readHalf(block: PrivateBlock, isTried: boolean, { readPublicHalf, passphrase }: InspectOptions) {
  const outcome = attempt(() => readPublicHalf?.(block, isTried ? passphrase : undefined))
  const isLeftOut = !isTried && passphrase !== undefined && outcome.error?.code === "passphrase_required"
  return isLeftOut ? { error: tooManyTries() } : outcome
}

function privateFinding(
  block: PrivateBlock,
  made: readonly RepairCode[],
  outcome: ReturnType<typeof readHalf>,
): PrivateKeyFinding {
  const { line, lineEnd } = block
  return {
    kind: "private_key",
    line,
    lineEnd,
    format: block.format,
    encrypted: block.encrypted,
    repairs: repairs(hasWholeFrame(block) ? made : [...made, "armor_repaired"]),
    advice: block.format === "ppk" ? PPK_ADVICE : PRIVATE_ADVICE,
    ...(outcome.value !== undefined && { publicHalf: outcome.value }),
    ...(outcome.error !== undefined && { error: outcome.error.atLine(line) }),
  }
}

function replaceBlocks(text: string, blocks: readonly PrivateBlock[], replacement: (lines: number) => string): string {
  let result = ""
  let position = 0
  for (const { start, end } of blocks) {
    result += text.slice(position, start) + replacement(textLines(text.slice(start, end)).length)
    position = end
  }
  return result + text.slice(position)
}

function placeholder(lines: number): string {
  return `[ private key removed: ${lines} ${lines === 1 ? "line" : "lines"}, nothing was sent ]`
}

function refused(line: number, error: KeyError): InspectionFinding {
  return { kind: "refused", line, lineEnd: line, error: error.atLine(line) }
}

function tooLarge(): KeyError {
  return new KeyError("limit_exceeded", "this is larger than 1 MiB", { hint: "import the keys in parts" })
}

function tooManyTries(): KeyError {
  const message = `a passphrase is tried on at most ${MAX_PASSPHRASE_TRIES} private keys of one text`
  return new KeyError("limit_exceeded", message, { hint: "put each key into a file of its own" })
}

function binaryError(): KeyError {
  return new KeyError("format_unknown", "this is a binary file, not a text with keys", {
    hint: "import the .pub file of your key",
  })
}

function advice(text: string, options: InspectOptions): string {
  const form = "a public key starts with ssh-ed25519, ssh-rsa, ecdsa-sha2- or ---- BEGIN"
  if (text.trim() !== "") return form
  return `${options.fileName === undefined ? "this text" : toPrintable(options.fileName.slice(0, 255))} is empty; ${form}`
}
