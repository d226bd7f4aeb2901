import { fingerprintSha256, keyTypes, type PublicKey } from "@latchkey/engine"
import { findHolder, type Holder, holderOf, mayRead, mayWrite } from "../accounts/holder.ts"
import { type Action, byId, consult, forbiddenTo, perform } from "../action.ts"
import type { Actor } from "../actor.ts"
import { CoreError } from "../error.ts"
import { type AccountId, type KeyClaimId, type OwnershipChallengeId, ownershipChallengeId } from "../ids.ts"
import { keyDetail, keyTarget } from "../keys/key-event.ts"
import { findingsIn, publicKeyOf } from "../keys/key-import.ts"
import type { Context, Stores } from "../ports.ts"
import { applyProof, type Proof, type ProofOutcome } from "./apply-proof.ts"
import { challengeCode, challengeLifetime, maximumChallenges, type OwnershipChallenge } from "./challenge.ts"
import { challengeText } from "./challenge-text.ts"
import { dismissingSide, type KeyClaim } from "./key-claim.ts"
import { loadSignatureCheck } from "./require-signature.ts"
import { warnHolder } from "./warn-holder.ts"

/** A challenge with the text to sign. */
export interface OfferedChallenge extends OwnershipChallenge {
  readonly text: string
}

/** A claim as one of its two sides sees it. */
export interface SeenClaim extends KeyClaim {
  readonly side: "claimant" | "holder"
}

interface HeldChallenge {
  readonly challenge: OwnershipChallenge
  readonly holder: Holder
}

interface HeldClaim {
  readonly claim: KeyClaim
  readonly holder: Holder
}

const challenging: Action<Holder> = {
  name: "key.challenge",
  noun: "account",
  scope: "keys:write",
  permits: mayWrite,
}

const proving: Action<HeldChallenge> = {
  name: "key.prove",
  noun: "challenge",
  scope: "keys:write",
  permits: (actor, { holder }) => mayWrite(actor, holder),
}

const listing: Action<Holder> = { name: "key-claim.list", noun: "account", scope: "keys:read", permits: mayRead }

const dismissing: Action<HeldClaim> = {
  name: "key-claim.dismiss",
  noun: "claim",
  scope: "keys:write",
  permits: (actor, { holder }) => mayWrite(actor, holder),
}

/**
 * Asks for a proof that the private half of a key is the actor's, or a robot's that `account` names. It says nothing about
 * whose the key is now.
 *
 * @param text one public key, in any format
 * @throws CoreError `invalid`, `rate_limited` for too many at once, `not_found`, `forbidden`
 */
export function challengeOwnership(
  context: Context,
  actor: Actor,
  text: string,
  account?: AccountId,
): Promise<OfferedChallenge> {
  const publicKey = onlyKeyIn(text)
  return perform(
    context,
    actor,
    challenging,
    findHolder(account),
    async (stores, { account }, { account: asker, by }) => {
      if (by.kind === "auth_token") throw forbiddenTo(challenging.noun)
      const { clock, secrets } = context
      const now = clock.now()
      if ((await stores.ownership.countChallenges(account.id, now)) >= maximumChallenges) throw tooManyChallenges()
      const challenge: OwnershipChallenge = {
        id: ownershipChallengeId(secrets.id()),
        accountId: account.id,
        publicKey,
        code: challengeCode(secrets.hash(secrets.secret())),
        createdAt: now,
        expiresAt: now + challengeLifetime,
        askedBy: asker.id,
        askedWith: by,
      }
      await stores.ownership.insertChallenge(challenge)
      const value = { ...challenge, text: await textOf(context, stores, challenge) }
      return { value, target: challengeTarget(challenge) }
    },
  )
}

/**
 * Answers a challenge with an SSHSIG over its text. A signature that does not fit spends nothing, so that whoever took the
 * wrong key can try again.
 *
 * @throws CoreError `not_found` when the challenge was answered or its time has passed, `invalid` for a signature that
 *   proves nothing, `conflict` when another account gave a proof before, and what registering a key throws
 */
export async function proveOwnership(
  context: Context,
  actor: Actor,
  id: OwnershipChallengeId,
  signature: string,
): Promise<ProofOutcome> {
  const find = byId<HeldChallenge>(id, async (stores, signedIn) => {
    const challenge = await stores.ownership.findChallenge(id)
    if (challenge === undefined || challenge.expiresAt <= context.clock.now()) return undefined
    const holder = await holderOf(stores, signedIn, challenge.accountId)
    return holder && { challenge, holder }
  })
  const requireSignature = await loadSignatureCheck()
  let proof: Proof | undefined
  try {
    return await perform(context, actor, proving, find, async (stores, { challenge, holder }) => {
      requireSignature(await textOf(context, stores, challenge), challenge.publicKey, signature)
      if (!(await stores.ownership.deleteChallenge(id))) throw answered()
      const { publicKey } = challenge
      proof = { account: holder.account, publicKey, provenAt: context.clock.now() }
      const value = await applyProof(context, stores, proof)
      return { value, ...proofFacts(challenge, value) }
    })
  } catch (error) {
    await warnHolder(context, proof, error)
    throw error
  }
}

/** Claims that the account made, and claims on what it holds or held. */
export async function listKeyClaims(
  context: Context,
  actor: Actor,
  account?: AccountId,
): Promise<readonly SeenClaim[]> {
  const holder = await consult(context, actor, listing, findHolder(account))
  const claims = await context.database.stores.ownership.listClaims(holder.account.id)
  return claims.map((claim) => seenBy(holder.account.id, claim))
}

/** A claimant takes back a claim that waits; a settled one is forgotten by the account that is told of it. */
export function dismissKeyClaim(context: Context, actor: Actor, id: KeyClaimId): Promise<void> {
  const find = byId<HeldClaim>(id, async (stores, signedIn) => {
    const claim = await stores.ownership.findClaim(id)
    if (claim === undefined) return undefined
    const whose = dismissingSide(claim.state) === "holder" ? claim.holderId : claim.claimantId
    const holder = await holderOf(stores, signedIn, whose)
    return holder && { claim, holder }
  })
  return perform(context, actor, dismissing, find, async (stores, { claim, holder }) => {
    await stores.ownership.deleteClaim(claim.id)
    const { id, fingerprint, state } = claim
    const target = { kind: "ssh_key", id, name: "", accountId: holder.account.id, fingerprint } as const
    return { value: undefined, target, before: { state } }
  })
}

/** What the audit keeps of a proof, for the account that gave it. */
export function proofFacts(challenge: OwnershipChallenge, outcome: ProofOutcome) {
  if (outcome.kind !== "waiting") return settledFacts(outcome)
  const { takesEffectAt } = outcome.claim
  return { target: challengeTarget(challenge), after: { outcome: outcome.kind, takesEffectAt } }
}

/** The same of a proof that waits for nobody. A key that came by it is told of like one that was added. */
export function settledFacts({ kind, key }: Exclude<ProofOutcome, { readonly kind: "waiting" }>) {
  return { target: keyTarget(key), after: { outcome: kind, ...(kind !== "verified" && keyDetail(key)) } }
}

/** With this installation's own address: what was signed for another one proves nothing here. */
async function textOf({ publicUrl }: Context, stores: Stores, challenge: OwnershipChallenge): Promise<string> {
  return challengeText({ url: publicUrl(), installation: await stores.accounts.installationId() }, challenge)
}

function challengeTarget({ id, accountId, publicKey }: OwnershipChallenge) {
  return { kind: "ssh_key", id, name: "", accountId, fingerprint: fingerprintSha256(publicKey.blob) } as const
}

function seenBy(account: AccountId, claim: KeyClaim): SeenClaim {
  return claim.holderId === account ? { ...claim, side: "holder" } : seenByClaimant(claim)
}

/** A claim without what is the holder's to know. */
export function seenByClaimant(claim: KeyClaim): SeenClaim {
  return { ...claim, side: "claimant", holderKeyName: "" }
}

function onlyKeyIn(text: string): PublicKey {
  const [finding, second] = findingsIn({ text })
  if (finding === undefined || second !== undefined) {
    throw new CoreError("invalid", "a challenge is for one key", { hint: "ask for one challenge a key" })
  }
  const key = publicKeyOf(finding)
  if (keyTypes[key.type].status === "usable") return key
  const { family } = keyTypes[key.type]
  throw new CoreError("invalid", `${family} keys cannot be used here`, { hint: "use an Ed25519 key" })
}

function answered(): CoreError {
  return new CoreError("not_found", "this challenge was answered already", { hint: "ask for a new one" })
}

function tooManyChallenges(): CoreError {
  return new CoreError("rate_limited", `${maximumChallenges} keys of this account are waiting for a proof already`, {
    hint: "answer one of them, or wait 10 minutes",
  })
}
