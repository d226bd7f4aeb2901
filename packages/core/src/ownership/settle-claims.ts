import { anonymous } from "../actor.ts"
import { type AuditFacts, newAuditEvent } from "../audit/new-audit-event.ts"
import { CoreError } from "../error.ts"
import type { Context, Stores } from "../ports.ts"
import { applyProof } from "./apply-proof.ts"
import type { KeyClaim } from "./key-claim.ts"
import { settledFacts } from "./ownership-actions.ts"

/** Claims in one go. */
const batch = 100

/** Gives keys to those who claimed them and whose waiting time has passed without a proof of the holder's. */
export async function settleDueClaims(context: Context, signal: AbortSignal): Promise<void> {
  const due = await context.database.stores.ownership.listDueClaims(context.clock.now(), batch)
  for (const claim of due) {
    if (signal.aborted) return
    await settle(context, claim)
  }
}

async function settle(context: Context, due: KeyClaim): Promise<void> {
  try {
    await context.database.transaction(async (stores) => {
      const claim = await stores.ownership.findClaim(due.id)
      if (claim?.state === "waiting") await takeOver(context, stores, claim)
    })
  } catch (error) {
    // What the claimant cannot have today, for the policy or the quota, would be asked for again for ever.
    if (!(error instanceof CoreError) || error.code === "unavailable") throw error
    await context.database.transaction((stores) => fail(context, stores, due, error.message))
  }
}

async function takeOver(context: Context, stores: Stores, claim: KeyClaim): Promise<void> {
  const account = await stores.accounts.find(claim.claimantId)
  if (account === undefined || account.disabledAt !== undefined) {
    return fail(context, stores, claim, "the account of whoever claimed it is disabled or gone")
  }
  const { publicKey, provenAt } = claim
  const outcome = await applyProof(context, stores, { account, publicKey, provenAt })
  if (outcome.kind === "waiting") return
  await tellClaimant(context, stores, claim, settledFacts(outcome))
}

async function fail(context: Context, stores: Stores, { id, claimantId, fingerprint }: KeyClaim, reason: string) {
  const claim = await stores.ownership.findClaim(id)
  if (claim?.state !== "waiting") return
  await stores.ownership.updateClaim({ ...claim, state: "failed", reason })
  const target = { kind: "ssh_key", id, name: "", accountId: claimantId, fingerprint } as const
  await tellClaimant(context, stores, claim, { target, outcome: "refused", after: { reason } })
}

/** The proof was the claimant's, so its end is their doing. */
async function tellClaimant(context: Context, stores: Stores, { claimantId }: KeyClaim, facts: AuditFacts) {
  const account = await stores.accounts.find(claimantId)
  const event = newAuditEvent(context, anonymous, "key.prove", facts)
  const actor = account && { accountId: account.id, handle: account.handle }
  await stores.auditEvents.append({ ...event, ...(actor !== undefined && { actor }) })
}
