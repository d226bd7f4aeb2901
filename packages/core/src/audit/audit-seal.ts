import type { InstallationId } from "../ids.ts"
import type { Instant } from "../time.ts"
import { canonicalJson } from "./canonical-json.ts"

/** The public half of the installation's key, when it signed a seal, and the signature. */
export interface HeadSignature {
  readonly signedAt: Instant
  /** Base64 of the 32 bytes of an Ed25519 public key (RFC 8032 section 5.1.5). */
  readonly publicKey: string
  /** Base64 of the 64 bytes of an Ed25519 signature over `headText`. */
  readonly signature: string
}

/** A mark in the chain of audit events: everything up to its place has this link, and cannot change without changing it. */
export interface AuditSeal {
  /** 1 for the first, and no gaps. */
  readonly number: number
  /** The place of the last event that it covers; places count from 1, in the order of sealing. */
  readonly place: number
  /** The link of that event. */
  readonly link: string
  readonly sealedAt: Instant
  /** The time of the newest event that it covers. */
  readonly newestAt: Instant
  readonly signature?: HeadSignature
  /** Set when retention removed the events up to its place: the chain begins behind it. */
  readonly prunedAt?: Instant
}

/** Where a chain begins: at nothing, or behind events that retention removed. */
export type ChainStart = Pick<AuditSeal, "number" | "place" | "link">

/** SHA-256 of a text in UTF-8, as 64 lower-case hex digits. */
export type Sha256 = (text: string) => string

/** The start of an installation's whole chain; it is bound to the installation. */
export function chainOrigin(sha256: Sha256, installation: InstallationId): ChainStart {
  return { number: 0, place: 0, link: sha256(`latchkey audit chain ${installation}\n`) }
}

/**
 * The link of an event: the hash of the link before it and of the event, each on a line of its own. So every link stands
 * for all events up to its own.
 *
 * @param record an `auditRecord`, or what claims to be one
 */
export function nextLink(sha256: Sha256, previous: string, record: unknown): string {
  return sha256(`${previous}\n${canonicalJson(record)}\n`)
}

/** What the installation's key signs of a seal. */
export function headText(installation: string, { number, place, link }: ChainStart, signedAt: Instant): string {
  const time = new Date(signedAt).toISOString()
  return `latchkey audit head\ninstallation ${installation}\nseal ${number}\nplace ${place}\nlink ${link}\nsigned ${time}\n`
}
