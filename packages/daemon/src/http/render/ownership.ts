import type {
  OwnershipResult,
  KeyClaim as RenderedKeyClaim,
  OwnershipChallenge as RenderedOwnershipChallenge,
} from "@latchkey/contract"
import {
  type Context,
  type OfferedChallenge,
  ownershipNamespace,
  type ProofOutcome,
  type SeenClaim,
  seenByClaimant,
} from "@latchkey/core"
import { fingerprintSha256, formatPublicKey, toPrintable } from "@latchkey/engine"
import { renderSshKey, viewOf } from "./ssh-key.ts"
import { renderTime } from "./time.ts"

export function renderOwnershipChallenge(challenge: OfferedChallenge): RenderedOwnershipChallenge {
  const { id, publicKey, text, code, expiresAt } = challenge
  const fingerprint = fingerprintSha256(publicKey.blob)
  return { id, fingerprint, text, namespace: ownershipNamespace, code, expiresAt: renderTime(expiresAt) }
}

export async function renderProofOutcome(context: Context, outcome: ProofOutcome): Promise<OwnershipResult> {
  if (outcome.kind === "waiting") return { outcome: "waiting", claim: renderKeyClaim(seenByClaimant(outcome.claim)) }
  return { outcome: outcome.kind, key: renderSshKey(outcome.key, await viewOf(context, [outcome.key])) }
}

export function renderKeyClaim(claim: SeenClaim): RenderedKeyClaim {
  return {
    id: claim.id,
    side: claim.side,
    state: claim.state,
    fingerprint: claim.fingerprint,
    publicKey: formatPublicKey({ ...claim.publicKey, comment: "" }),
    keyName: toPrintable(claim.holderKeyName),
    provenAt: renderTime(claim.provenAt),
    takesEffectAt: renderTime(claim.takesEffectAt),
    reason: claim.reason ?? null,
  }
}
