import { createPublicKey, hash, type KeyObject, verify } from "node:crypto"
import { createReadStream } from "node:fs"
import { ChainLine, ChainStartLine, routes } from "@latchkey/contract"
import { type ChainVerdict, type ClaimedSeal, CoreError, exitStatusOf, verifyChain } from "@latchkey/core"
import { connect } from "../../connection.ts"
import {
  fileLabel,
  print,
  printError,
  printJson,
  printNote,
  readInput,
  stdinArgument,
  worsenExitStatus,
} from "../../io.ts"
import { linesOf } from "../../lines.ts"
import { fieldList } from "../../table.ts"

export interface VerifyAuditOptions {
  readonly publicKey?: readonly string[]
  readonly head?: string
  readonly json?: boolean
}

type Head = Pick<ClaimedSeal, "number" | "link">

/** `latchkey audit verify`: reads the chain line by line, whatever its length. */
export async function verifyAudit(file: string | undefined, options: VerifyAuditOptions): Promise<void> {
  const trusted = options.publicKey && (await Promise.all(options.publicKey.map(readPublicKey)))
  const head = options.head === undefined ? undefined : parseHead(options.head)
  const lines = linesOf(file === undefined ? await fromDaemon() : fromFile(file))
  const first = await lines.next()
  const { data: start } = ChainStartLine.safeParse(parse(first.value ?? ""))
  if (start === undefined) {
    const name = file === undefined ? "the daemon's answer" : fileLabel(file)
    throw new CoreError("invalid", `${name} is not an exported audit chain`, {
      hint: "make one with: latchkey audit export > audit-chain.jsonl",
    })
  }
  const found = await readChain(start, lines, trusted, head)
  if (options.json) printJson(found)
  else show(found)
  if (trusted === undefined && !options.json && found.signed !== undefined) {
    printNote("the signatures were checked with the keys that the chain itself names; --public-key says which to trust")
  }
  if (found.fault !== undefined) {
    printError(describeFault(found.fault), "keep a copy of the database and of the daemon's log before anything else")
    worsenExitStatus(exitStatusOf.internal)
  }
}

interface Found extends ChainVerdict {
  readonly installation: string
  readonly signingKeys: readonly string[]
  readonly unsealed: number
  /** Days for which the daemon keeps events, 0 for ever. */
  readonly keptDays: number
}

async function readChain(
  { chain }: ChainStartLine,
  lines: AsyncGenerator<string>,
  trusted: readonly string[] | undefined,
  head: Head | undefined,
): Promise<Found> {
  const { installation, signingKeys, keptDays, lastSigned } = chain
  const verifier = verifyChain(installation, toSeal(chain.start), {
    sha256: (text) => hash("sha256", text, "hex"),
    verify: verifySignature,
    publicKeys: trusted ?? signingKeys,
    kept: [head, lastSigned].filter((kept) => kept != null),
  })
  let unsealed: number | undefined
  let number = 1
  let isBroken = false
  for await (const text of lines) {
    number += 1
    const { data: line } = ChainLine.safeParse(parse(text))
    if (line === undefined) printError(`line ${number} is not a line of an audit chain`)
    isBroken ||= line === undefined || unsealed !== undefined
    if (line === undefined || isBroken) continue
    if ("event" in line) verifier.event({ place: line.place, link: line.link, record: line.event })
    else if ("seal" in line) verifier.seal(toSeal(line.seal))
    else unsealed = line.end.unsealed
  }
  const verdict = verifier.end(unsealed !== undefined && !isBroken)
  return { ...verdict, installation, signingKeys, keptDays, unsealed: unsealed ?? 0 }
}

/** What a line says; nothing for one that is no JSON. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function toSeal({ signature, ...seal }: ChainStartLine["chain"]["start"]): ClaimedSeal {
  return signature === null ? seal : { ...seal, signature: { ...signature, signedAt: Date.parse(signature.signedAt) } }
}

async function fromDaemon(): Promise<AsyncIterable<string>> {
  const { client } = await connect()
  // It takes as long as it takes.
  return client.stream(routes.exportAuditEvents, { query: { format: "chain" } }, new AbortController().signal)
}

async function* fromFile(file: string): AsyncGenerator<string> {
  const stream = file === stdinArgument ? process.stdin : createReadStream(file)
  const decoder = new TextDecoder()
  for await (const bytes of stream) yield decoder.decode(Buffer.from(bytes), { stream: true })
}

function parseHead(text: string): Head {
  const [, number, link] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text) ?? []
  if (number === undefined || link === undefined) {
    throw new CoreError("invalid", `"${text}" is not a head`, {
      hint: "it looks like 1042:5f70bf..., with 64 hex digits",
    })
  }
  return { number: Number(number), link }
}

const largestKeyFile = 64 * 1024

/** @returns base64 of the key's 32 bytes */
async function readPublicKey(text: string): Promise<string> {
  if (/^[A-Za-z0-9+/]{43}=$/.test(text)) return text
  const content = Buffer.from(await readInput(text, largestKeyFile)).toString("utf8")
  if (/^[A-Za-z0-9+/]{43}=$/.test(content.trim())) return content.trim()
  try {
    const key = createPublicKey(content)
    if (key.asymmetricKeyType === "ed25519" && !content.includes("PRIVATE")) {
      return key.export({ type: "spki", format: "der" }).subarray(-publicKeyLength).toString("base64")
    }
  } catch {
    // Below.
  }
  throw new CoreError("invalid", `${fileLabel(text)} is not an Ed25519 public key`, {
    hint: "give it as base64, as verify prints it, or as a PEM file that starts with BEGIN PUBLIC KEY",
  })
}

/** RFC 8410 section 4: what stands before the 32 bytes. */
const spkiHead = Buffer.from("302a300506032b6570032100", "hex")
const publicKeyLength = 32

function verifySignature(publicKey: string, text: string, signature: string): boolean {
  const bytes = Buffer.from(publicKey, "base64")
  if (bytes.length !== publicKeyLength) return false
  const key: KeyObject = createPublicKey({ key: Buffer.concat([spkiHead, bytes]), type: "spki", format: "der" })
  return verify(null, Buffer.from(text), key, Buffer.from(signature, "base64"))
}

function describeFault({ message, place, event }: NonNullable<ChainVerdict["fault"]>): string {
  return event === undefined
    ? message
    : `event ${event.id} (${event.action}, ${event.at}) at place ${place}: ${message}`
}

function show({ events, from, to, start, head, signed, unsealed, keptDays, fault }: Found): void {
  print(
    fieldList([
      ["Result", fault === undefined ? "nothing was changed" : "something was changed"],
      ["Events", `${events}${unsealed === 0 ? "" : `, and ${unsealed} too young to be sealed`}`],
      ["From", from ?? "-"],
      ["To", to ?? "-"],
      ["Begins", start.number === 0 ? "with the first event" : `by retention, behind ${sealWords(start)}`],
      ["Kept", keptDays === 0 ? "for ever" : `for ${keptDays} days`],
      ["Head", head === undefined ? "-" : `${head.number}:${head.link}`],
      ["Signed", signed === undefined ? "not yet" : sealWords(signed)],
    ]),
  )
}

function sealWords({ number, signature }: ClaimedSeal): string {
  if (signature === undefined) return `seal ${number}, which is not signed`
  return `seal ${number} at ${new Date(signature.signedAt).toISOString()} with ${signature.publicKey}`
}
