import {
  accountId,
  apiTokenId,
  type KeyClaim,
  keyClaimId,
  keyClaimStates,
  loginSessionId,
  type OwnershipChallenge,
  type OwnershipStore,
  ownershipChallengeId,
} from "@latchkey/core"
import { decodePublicKey, fingerprintSha256, type PublicKey } from "@latchkey/engine"
import { oneOf } from "./row.ts"
import type { DatabaseHandle, KeyClaimTable, OwnershipChallengeTable } from "./schema.ts"

/** An account is told of so many claims at most. */
const listedClaims = 100

export function ownershipStore(db: DatabaseHandle): OwnershipStore {
  const challenges = () => db.selectFrom("ownership_challenges").selectAll()
  const claims = () => db.selectFrom("key_claims").selectAll()

  return {
    async findChallenge(id) {
      const row = await challenges().where("id", "=", id).executeTakeFirst()
      return row && toChallenge(row)
    },

    async findChallengeByCode(fingerprint, code) {
      const row = await challenges().where("fingerprint", "=", fingerprint).where("code", "=", code).executeTakeFirst()
      return row && toChallenge(row)
    },

    async countChallenges(account, now) {
      const { total } = await db
        .selectFrom("ownership_challenges")
        .select((eb) => eb.fn.countAll<number>().as("total"))
        .where("account_id", "=", account)
        .where("expires_at", ">", now)
        .executeTakeFirstOrThrow()
      return total
    },

    async insertChallenge({ id, accountId, publicKey, code, createdAt, expiresAt, askedBy, askedWith }) {
      await db
        .insertInto("ownership_challenges")
        .values({
          id,
          account_id: accountId,
          ...keyColumns(publicKey),
          code,
          created_at: createdAt,
          expires_at: expiresAt,
          asked_by: askedBy,
          asked_with: askedWith.kind,
          asked_with_id: askedWith.id,
        })
        .execute()
    },

    async deleteChallenge(id) {
      const result = await db.deleteFrom("ownership_challenges").where("id", "=", id).executeTakeFirst()
      return result.numDeletedRows === 1n
    },

    async deleteExpiredChallenges(before) {
      await db.deleteFrom("ownership_challenges").where("expires_at", "<", before).execute()
    },

    async findClaim(id) {
      const row = await claims().where("id", "=", id).executeTakeFirst()
      return row && toClaim(row)
    },

    async findWaitingClaim(fingerprint) {
      const row = await claims()
        .where("fingerprint", "=", fingerprint)
        .where("state", "=", "waiting")
        .executeTakeFirst()
      return row && toClaim(row)
    },

    async listClaims(account) {
      const rows = await claims()
        .where((eb) => eb.or([eb("claimant_id", "=", account), eb("holder_id", "=", account)]))
        .orderBy("id", "desc")
        .limit(listedClaims)
        .execute()
      return rows.map(toClaim)
    },

    async listDueClaims(now, limit) {
      const rows = await claims()
        .where("state", "=", "waiting")
        .where("takes_effect_at", "<=", now)
        .orderBy("takes_effect_at")
        .limit(limit)
        .execute()
      return rows.map(toClaim)
    },

    async insertClaim(claim) {
      await db
        .insertInto("key_claims")
        .values({
          id: claim.id,
          ...keyColumns(claim.publicKey),
          claimant_id: claim.claimantId,
          holder_id: claim.holderId,
          holder_key_name: claim.holderKeyName,
          proven_at: claim.provenAt,
          takes_effect_at: claim.takesEffectAt,
          state: claim.state,
          reason: claim.reason ?? null,
        })
        .execute()
    },

    async updateClaim({ id, state, reason }) {
      await db
        .updateTable("key_claims")
        .set({ state, reason: reason ?? null })
        .where("id", "=", id)
        .execute()
    },

    async deleteClaim(id) {
      await db.deleteFrom("key_claims").where("id", "=", id).execute()
    },

    async deleteSettledClaims(before) {
      await db.deleteFrom("key_claims").where("state", "<>", "waiting").where("takes_effect_at", "<", before).execute()
    },
  }
}

function keyColumns({ blob, comment }: PublicKey) {
  return { fingerprint: fingerprintSha256(blob), blob, comment }
}

/** A copy: drivers give a Buffer, which may share its memory with other rows. It was checked when it came in. */
function toPublicKey({ blob, comment }: Pick<KeyClaimTable, "blob" | "comment">): PublicKey {
  return decodePublicKey(new Uint8Array(blob), comment, { points: "trusted" })
}

function toChallenge(row: OwnershipChallengeTable): OwnershipChallenge {
  return {
    id: ownershipChallengeId(row.id),
    accountId: accountId(row.account_id),
    publicKey: toPublicKey(row),
    code: row.code,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    askedBy: accountId(row.asked_by),
    askedWith: toAskedWith(row),
  }
}

function toAskedWith({ asked_with, asked_with_id: id }: OwnershipChallengeTable): OwnershipChallenge["askedWith"] {
  const kind = oneOf(["login_session", "api_token"], asked_with, "challenge's asker")
  return kind === "api_token" ? { kind, id: apiTokenId(id) } : { kind, id: loginSessionId(id) }
}

function toClaim(row: KeyClaimTable): KeyClaim {
  return {
    id: keyClaimId(row.id),
    fingerprint: row.fingerprint,
    publicKey: toPublicKey(row),
    claimantId: accountId(row.claimant_id),
    holderId: accountId(row.holder_id),
    holderKeyName: row.holder_key_name,
    provenAt: row.proven_at,
    takesEffectAt: row.takes_effect_at,
    state: oneOf(keyClaimStates, row.state, "claim's state"),
    ...(row.reason !== null && { reason: row.reason }),
  }
}
