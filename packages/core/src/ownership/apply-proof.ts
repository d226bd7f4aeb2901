import { fingerprintSha256, type PublicKey } from "@latchkey/engine"
import type { Account } from "../accounts/account.ts"
import { anonymous } from "../actor.ts"
import type { ActionName, AuditDetail } from "../audit/audit-event.ts"
import { newAuditEvent } from "../audit/new-audit-event.ts"
import { CoreError } from "../error.ts"
import { keyClaimId } from "../ids.ts"
import { keyDetail, keyTarget } from "../keys/key-event.ts"
import { registerKey } from "../keys/key-import.ts"
import { requireRoom } from "../keys/key-quota.ts"
import { type OwnedKey, ownedBy, type SshKey } from "../keys/ssh-key.ts"
import type { Context, Stores } from "../ports.ts"
import type { Instant } from "../time.ts"
import { type KeyClaim, takesEffectAt } from "./key-claim.ts"

/** That an account holds the private half of a key. */
export interface Proof {
  readonly account: Account
  readonly publicKey: PublicKey
  readonly provenAt: Instant
}

/**
 * What a proof came to. `verified`: the key was the account's already; `registered`: it was nobody's; `taken_over`: it was
 * another account's; `waiting`: it is in use there, so that account is asked first.
 */
export type ProofOutcome =
  | { readonly kind: "verified" | "registered" | "taken_over"; readonly key: OwnedKey }
  | { readonly kind: "waiting"; readonly claim: KeyClaim }

/**
 * Gives a key to the account that proved to hold it, unless another one proved the same before. What another account had
 * registered goes with all that it opened: nothing moves.
 *
 * @throws CoreError `conflict` when another account's proof stands, and what registering a key throws
 */
export async function applyProof(context: Context, stores: Stores, proof: Proof): Promise<ProofOutcome> {
  const fingerprint = fingerprintSha256(proof.publicKey.blob)
  const registered = await stores.sshKeys.findByFingerprint(fingerprint)
  const waiting = await stores.ownership.findWaitingClaim(fingerprint)
  const [first] = registered
  if (first?.accountId === proof.account.id) {
    if (waiting !== undefined) await endClaim(stores, proof, waiting)
    return { kind: "verified", key: await verify(stores, proof, registered) }
  }
  if (registered.some(({ verifiedAt }) => verifiedAt !== undefined)) throw provenBefore()
  if (waiting !== undefined && waiting.claimantId !== proof.account.id) throw provenBefore()
  if (first === undefined) {
    if (waiting !== undefined) await stores.ownership.deleteClaim(waiting.id)
    return { kind: "registered", key: await register(context, stores, proof) }
  }
  const now = context.clock.now()
  // Whoever got the key while a claim waited for another holder was asked nothing yet.
  const asked = waiting?.holderId === first.accountId ? waiting : undefined
  const effect = asked?.takesEffectAt ?? takesEffectAt(registered, now)
  if (asked !== undefined && effect > now) return { kind: "waiting", claim: asked }
  if (waiting !== undefined) await stores.ownership.deleteClaim(waiting.id)
  if (effect > now) return { kind: "waiting", claim: await claim(context, stores, proof, first, effect) }
  for (const key of registered) await takeAway(context, stores, proof, key)
  await tellHolder(context, stores, proof, first)
  return { kind: "taken_over", key: await register(context, stores, proof) }
}

async function verify(stores: Stores, { account, provenAt }: Proof, keys: readonly SshKey[]): Promise<OwnedKey> {
  const [first, ...others] = keys.map((key) => ({ ...key, verifiedAt: provenAt }))
  if (first === undefined) throw new Error("a proof is applied to no key")
  for (const key of [first, ...others]) await stores.sshKeys.update(key)
  return ownedBy(account, first)
}

/** The holder has answered a claim; or the claimant has the key by now in another way. */
function endClaim(stores: Stores, { account }: Proof, waiting: KeyClaim): Promise<void> {
  if (waiting.claimantId === account.id) return stores.ownership.deleteClaim(waiting.id)
  return stores.ownership.updateClaim({ ...waiting, state: "kept" })
}

async function register(context: Context, stores: Stores, proof: Proof): Promise<OwnedKey> {
  await requireRoom(stores, proof.account)
  return verify(stores, proof, [await registerKey(context, stores, proof.account, proof.publicKey, {})])
}

async function claim(context: Context, stores: Stores, proof: Proof, held: SshKey, effect: Instant): Promise<KeyClaim> {
  const claim = newClaim(context, proof, held, effect)
  await stores.ownership.insertClaim(claim)
  await tellInAudit(context, stores, held, "key.claim", { claimedBy: proof.account.handle, takesEffectAt: effect })
  return claim
}

async function takeAway(context: Context, stores: Stores, { account }: Proof, key: SshKey): Promise<void> {
  await stores.sshKeys.delete(key.id)
  await tellInAudit(context, stores, key, "key.take-over", { takenOverBy: account.handle }, keyDetail(key))
}

/** The notice that the holder gets to see: of a claim that waited, or of one that did not have to. */
async function tellHolder(context: Context, stores: Stores, proof: Proof, held: SshKey) {
  const claim = newClaim(context, proof, held, context.clock.now())
  await stores.ownership.insertClaim({ ...claim, state: "taken_over" })
}

function newClaim(context: Context, { account, publicKey, provenAt }: Proof, held: SshKey, effect: Instant): KeyClaim {
  return {
    id: keyClaimId(context.secrets.id()),
    fingerprint: held.fingerprint,
    publicKey,
    claimantId: account.id,
    holderId: held.accountId,
    holderKeyName: held.name,
    provenAt,
    takesEffectAt: effect,
    state: "waiting",
  }
}

/**
 * An event for the holder alone: with the claimant as its actor, the claimant would read whose key it was, and with the
 * claimant's address, the holder would read where the claimant is.
 */
function tellInAudit(
  { origin: { address: _, ...origin }, ...context }: Context,
  stores: Stores,
  held: SshKey,
  action: ActionName,
  after: AuditDetail,
  before?: AuditDetail,
): Promise<void> {
  const facts = { target: keyTarget(held), after, ...(before !== undefined && { before }) }
  return stores.auditEvents.append(newAuditEvent({ ...context, origin }, anonymous, action, facts))
}

const provenBeforeMessage = "another account has proved that it holds this key"

/** Whether a proof was refused because another account's stands. */
export function isProvenBefore(error: unknown): boolean {
  return error instanceof CoreError && error.message === provenBeforeMessage
}

function provenBefore(): CoreError {
  return new CoreError("conflict", provenBeforeMessage, {
    hint: "whoever has a copy of the private half can do that: make a new key, and remove this one everywhere",
  })
}
