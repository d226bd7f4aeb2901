import {
  challengeOwnership,
  dismissKeyClaim,
  keyClaimId,
  listKeyClaims,
  ownershipChallengeId,
  proveOwnership,
} from "@latchkey/core"
import type { Handlers } from "./call.ts"
import { renderKeyClaim, renderOwnershipChallenge, renderProofOutcome } from "./render/ownership.ts"
import { toAccountId } from "./whose.ts"

type OwnershipRoutes = "challengeOwnership" | "proveOwnership" | "listKeyClaims" | "dismissKeyClaim"

export const ownershipHandlers: Handlers<OwnershipRoutes> = {
  async challengeOwnership({ context, actor, body: { publicKey, account } }) {
    return renderOwnershipChallenge(await challengeOwnership(context, actor, publicKey, toAccountId(account)))
  },

  async proveOwnership({ context, actor, params, body }) {
    const outcome = await proveOwnership(context, actor, ownershipChallengeId(params.id), body.signature)
    return renderProofOutcome(context, outcome)
  },

  async listKeyClaims({ context, actor, query }) {
    const claims = await listKeyClaims(context, actor, toAccountId(query.account))
    return { items: claims.map(renderKeyClaim) }
  },

  async dismissKeyClaim({ context, actor, params }) {
    await dismissKeyClaim(context, actor, keyClaimId(params.id))
  },
}
