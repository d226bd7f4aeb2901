import type { Account } from "../accounts/account.ts"
import { holderOf, mayWrite } from "../accounts/holder.ts"
import type { SignedIn } from "../actor.ts"
import { newAuditEvent } from "../audit/new-audit-event.ts"
import { CoreError } from "../error.ts"
import type { Context, Stores } from "../ports.ts"
import { findSignedIn } from "../sign-in/find-signed-in.ts"
import { applyProof, type Proof, type ProofOutcome } from "./apply-proof.ts"
import type { OwnershipChallenge } from "./challenge.ts"
import { proofFacts } from "./ownership-actions.ts"
import { warnHolder } from "./warn-holder.ts"

/** What a proof at the gateway came to, and for whom. */
export type LoginProof = ProofOutcome & { readonly handle: string }

/**
 * Answers a challenge by having signed in at the gateway: sshd has verified the key. The code says which account the proof
 * is for, because the key alone says nothing about that: it may be registered to another one. Whoever asked for the code
 * must be able to do so still.
 *
 * @throws CoreError `not_found` for a code that is not for this key, was used, or is too old, and as `proveOwnership`
 */
export async function proveByLogin(context: Context, fingerprint: string, code: string): Promise<LoginProof> {
  let proof: Proof | undefined
  try {
    return await context.database.transaction(async (stores) => {
      const now = context.clock.now()
      const challenge = await stores.ownership.findChallengeByCode(fingerprint, code)
      if (challenge === undefined || challenge.expiresAt <= now) throw unknownCode()
      const asker = await findSignedIn(stores, challenge.askedBy, challenge.askedWith, now)
      if (asker === undefined || asker.account.disabledAt !== undefined) throw unknownCode()
      const account = await accountFor(stores, challenge, asker)
      if (account === undefined || account.disabledAt !== undefined) throw unknownCode()
      if (!(await stores.ownership.deleteChallenge(challenge.id))) throw unknownCode()
      proof = { account, publicKey: challenge.publicKey, provenAt: now }
      const outcome = await applyProof(context, stores, proof)
      await stores.auditEvents.append(newAuditEvent(context, asker, "key.prove", proofFacts(challenge, outcome)))
      return { ...outcome, handle: account.handle }
    })
  } catch (error) {
    await warnHolder(context, proof, error)
    throw error
  }
}

async function accountFor(
  stores: Stores,
  { accountId }: OwnershipChallenge,
  asker: SignedIn,
): Promise<Account | undefined> {
  const holder = await holderOf(stores, asker, accountId)
  return holder !== undefined && mayWrite(asker, holder) === "allowed" ? holder.account : undefined
}

/** What the gateway tells whoever gave a proof. One line, no line end. */
export function proofWords(proof: LoginProof): string {
  if (proof.kind === "waiting") {
    const from = new Date(proof.claim.takesEffectAt).toISOString()
    return `Proved. Another account uses this key: unless it gives a proof too, the key is ${proof.handle}'s from ${from}.`
  }
  const { name, fingerprint } = proof.key
  return `Proved. The key "${name}" (${fingerprint}) is ${proof.handle}'s.`
}

function unknownCode(): CoreError {
  return new CoreError("not_found", "this code is not for this key, or its time has passed", {
    hint: "ask for a new code, and sign in with the key that it is for: ssh -i FILE -o IdentitiesOnly=yes ...",
  })
}
