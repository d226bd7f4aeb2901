import type { PublicKey } from "@latchkey/engine"
import type { SignedInWith } from "../actor.ts"
import type { AccountId, OwnershipChallengeId } from "../ids.ts"
import { type Instant, minute } from "../time.ts"

/** Asked of whoever says that they hold the private half of a key. It is answered once, and in time. */
export interface OwnershipChallenge {
  readonly id: OwnershipChallengeId
  /** Whose the key is to be: a proof is worth nothing to another account. */
  readonly accountId: AccountId
  readonly publicKey: PublicKey
  /** Told to the gateway by whoever signs in with the key; without that key it opens nothing. */
  readonly code: string
  readonly createdAt: Instant
  readonly expiresAt: Instant
  /** Who asked, and signed in with what: a code that is told later can do no more than they can do then. */
  readonly askedBy: AccountId
  readonly askedWith: Exclude<SignedInWith, { kind: "auth_token" }>
}

/** The namespace of the signature (OpenSSH: PROTOCOL.sshsig), so that it can stand for nothing else. */
export const ownershipNamespace = "latchkey-verify"

export const challengeLifetime = 10 * minute

/** One account can have so many challenges open at once. */
export const maximumChallenges = 20

/** What may be signed for a text: a pipe from echo, a file or PowerShell puts a line end behind it. */
export function signedForms(text: string): readonly Uint8Array[] {
  return ["", "\n", "\r\n"].map((end) => new TextEncoder().encode(text + end))
}

/** 80 random bits as five groups of four hex digits, to be copied or typed. */
export function challengeCode(randomHex: string): string {
  return [0, 4, 8, 12, 16].map((start) => randomHex.slice(start, start + 4)).join("-")
}
