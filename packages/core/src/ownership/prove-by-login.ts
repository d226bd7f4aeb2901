import type { Account } from "../accounts/account.ts"
import { holderOf, mayWrite } from "../accounts/holder.ts"
import { everyScope, type SignedIn } from "../actor.ts"
import { newAuditEvent } from "../audit/new-audit-event.ts"
import { CoreError } from "../error.ts"
import type { Context, Stores } from "../ports.ts"
import { loginSessionIsValid } from "../sign-in/login-session.ts"
import type { Instant } from "../time.ts"
import { tokenIsValid } from "../tokens/api-token.ts"
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
      const asker = await findAsker(stores, challenge, now)
      const account = asker && (await accountFor(stores, challenge, asker))
      if (asker === undefined || account === undefined || account.disabledAt !== undefined) throw unknownCode()
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

/** Whoever asked for a challenge, while they are signed in with what they asked with. */
async function findAsker(
  stores: Stores,
  { askedBy, askedWith }: OwnershipChallenge,
  now: Instant,
): Promise<SignedIn | undefined> {
  const account = await stores.accounts.find(askedBy)
  if (account === undefined || account.disabledAt !== undefined) return undefined
  if (askedWith.kind === "login_session") {
    const loginSession = await stores.loginSessions.find(askedWith.id)
    if (loginSession === undefined || !loginSessionIsValid(loginSession, now)) return undefined
    return { kind: "account", account, by: askedWith, scopes: everyScope }
  }
  const token = await stores.apiTokens.find(askedWith.id)
  if (token === undefined || !tokenIsValid(token, now)) return undefined
  return { kind: "account", account, by: { ...askedWith, name: token.name }, scopes: token.scopes }
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
