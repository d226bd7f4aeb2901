import type { AuditEvent } from "@latchkey/contract"
import type { MessageDescriptor } from "@lingui/core"
import { msg } from "@lingui/core/macro"
import { IconReplace, IconSignature } from "@tabler/icons-react"

type Sentence = (who: string, what: string) => MessageDescriptor

/** What happens about whose a key is, as sentences. The first two name nobody: they are told to whoever loses the key. */
export const ownershipWords = {
  "key.claim": (_, what) => msg`Another account proved that it holds ${what}`,
  "key.take-over": (_, what) => msg`Another account took ${what} over`,
  "key.challenge": (who) => msg`${who} asked to prove the ownership of a key`,
  "key.prove": (who, what) => msg`${who} proved the ownership of ${what}`,
  "key-claim.list": (who) => msg`${who} listed claims on keys`,
  "key-claim.dismiss": (who) => msg`${who} dismissed a claim on a key`,
} as const satisfies Partial<Record<AuditEvent["action"], Sentence>>

export const ownershipIcons = {
  "key.claim": IconSignature,
  "key.take-over": IconReplace,
  "key.challenge": IconSignature,
  "key.prove": IconSignature,
  "key-claim.list": IconSignature,
  "key-claim.dismiss": IconSignature,
} as const satisfies Record<keyof typeof ownershipWords, typeof IconSignature>
