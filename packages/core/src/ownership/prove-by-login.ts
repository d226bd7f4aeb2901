import { anonymous } from "../actor.ts"
import type { AuditEvent } from "../audit/audit-event.ts"
import { newAuditEvent } from "../audit/new-audit-event.ts"
import { CoreError } from "../error.ts"
import type { Context } from "../ports.ts"
import { applyProof, type ProofOutcome } from "./apply-proof.ts"
import { proofFacts } from "./ownership-actions.ts"

/** What a proof at the gateway came to, and for whom. */
export type LoginProof = ProofOutcome & { readonly handle: string }

/**
 * Answers a challenge by having signed in at the gateway: sshd has verified the key. The code says which account the proof
 * is for, because the key alone says nothing about that: it may be registered to another one.
 *
 * @throws CoreError `not_found` for a code that is not for this key, was used, or is too old, and as `proveOwnership`
 */
export function proveByLogin(context: Context, fingerprint: string, code: string): Promise<LoginProof> {
  return context.database.transaction(async (stores) => {
    const now = context.clock.now()
    const challenge = await stores.ownership.findChallengeByCode(fingerprint, code)
    const account = challenge && (await stores.accounts.find(challenge.accountId))
    if (challenge === undefined || challenge.expiresAt <= now) throw unknownCode()
    if (account === undefined || account.disabledAt !== undefined) throw unknownCode()
    if (!(await stores.ownership.deleteChallenge(challenge.id))) throw unknownCode()
    const { publicKey } = challenge
    const outcome = await applyProof(context, stores, { account, publicKey, provenAt: now })
    const { id, handle } = account
    const event: AuditEvent = {
      ...newAuditEvent(context, anonymous, "key.prove", proofFacts(challenge, outcome)),
      actor: { accountId: id, handle },
    }
    await stores.auditEvents.append(event)
    return { ...outcome, handle }
  })
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
