import type { AuditEventId } from "../ids.ts"
import type { Instant } from "../time.ts"
import type { AuditSeal, HeadSignature } from "./audit-seal.ts"

/** An event that has no place yet, as an `auditRecord`. */
export interface UnsealedEvent {
  readonly id: AuditEventId
  readonly at: Instant
  readonly record: object
}

/** An event in the chain, as it is stored now, whoever stored it. */
export interface SealedEvent {
  readonly place: number
  readonly link: string
  /** An `auditRecord` as far as what is stored has the form of one. */
  readonly record: object
}

/** The chain of audit events: their places and links, and the seals over them. */
export interface AuditSealStore {
  /** The newest seal. */
  head(): Promise<AuditSeal | undefined>
  /** The seal that the chain begins behind; absent while every event is still there. */
  checkpoint(): Promise<AuditSeal | undefined>
  /** The newest seal that is signed. */
  lastSigned(): Promise<AuditSeal | undefined>
  /** Events without a place, by id; those of the last moments before `settled` may still be joined by earlier ones. */
  listUnsealed(settled: Instant, limit: number): Promise<readonly UnsealedEvent[]>
  countUnsealed(): Promise<number>
  /** Gives events their places, which follow the head's, and stores the seal over them. */
  seal(seal: AuditSeal, links: readonly (Omit<SealedEvent, "record"> & { readonly id: AuditEventId })[]): Promise<void>
  sign(number: number, signature: HeadSignature): Promise<void>
  /** By place. */
  listSealed(after: number, limit: number): Promise<readonly SealedEvent[]>
  /** By number. */
  listSeals(after: number, limit: number): Promise<readonly AuditSeal[]>
  /** Public halves of the keys that ever signed here, oldest first. */
  listSigningKeys(): Promise<readonly string[]>
  addSigningKey(publicKey: string, at: Instant): Promise<void>
  /** Removes the events up to a seal's place and the seals before it, and lets the chain begin behind it. */
  prune(checkpoint: AuditSeal, at: Instant): Promise<void>
}
