import { type AuditSeal, type AuditSealStore, auditEventId } from "@latchkey/core"
import { toAuditRecord } from "./audit-row.ts"
import { prepared, preparedInsert } from "./prepared.ts"
import type { AuditSealTable, DatabaseHandle } from "./schema.ts"

const insert = preparedInsert((db, row: AuditSealTable) => db.insertInto("audit_seals").values(row))

// Only an event without a place gets one.
const placeEvent = prepared(["id", "place", "link"], (db, value) =>
  db
    .updateTable("audit_events")
    .set({ chain_place: value<number>("place"), chain_link: value<string>("link") })
    .where("id", "=", value<string>("id"))
    .where("chain_place", "is", null),
)

export function auditSealStore(db: DatabaseHandle): AuditSealStore {
  const seals = () => db.selectFrom("audit_seals").selectAll()
  return {
    async head() {
      const row = await seals().orderBy("number", "desc").limit(1).executeTakeFirst()
      return row && toSeal(row)
    },

    async checkpoint() {
      // Only the oldest can be one: retention removed what was before it.
      const row = await seals().orderBy("number").limit(1).executeTakeFirst()
      return row === undefined || row.pruned_at === null ? undefined : toSeal(row)
    },

    async lastSigned() {
      const row = await seals().where("signature", "is not", null).orderBy("number", "desc").limit(1).executeTakeFirst()
      return row && toSeal(row)
    },

    async listUnsealed(settled, limit) {
      const rows = await db
        .selectFrom("audit_events")
        .selectAll()
        .where("chain_place", "is", null)
        .where("at", "<=", settled)
        .orderBy("id")
        .limit(limit)
        .execute()
      return rows.map((row) => ({ id: auditEventId(row.id), at: row.at, record: toAuditRecord(row) }))
    },

    async countUnsealed() {
      const { count } = await db
        .selectFrom("audit_events")
        .select((eb) => eb.fn.countAll<number>().as("count"))
        .where("chain_place", "is", null)
        .executeTakeFirstOrThrow()
      return count
    },

    async seal(seal, links) {
      for (const { id, place, link } of links) await placeEvent(db, { id, place, link })
      await insert(db, toRow(seal))
    },

    async sign(number, { signedAt, publicKey, signature }) {
      await db
        .updateTable("audit_seals")
        .set({ signed_at: signedAt, signed_by: publicKey, signature })
        .where("number", "=", number)
        .execute()
    },

    async listSealed(after, limit) {
      const rows = await db
        .selectFrom("audit_events")
        .selectAll()
        .where("chain_place", ">", after)
        .orderBy("chain_place")
        .limit(limit)
        .execute()
      return rows.map((row) => ({
        place: row.chain_place ?? 0,
        link: row.chain_link ?? "",
        record: toAuditRecord(row),
      }))
    },

    async listSeals(after, limit) {
      return (await seals().where("number", ">", after).orderBy("number").limit(limit).execute()).map(toSeal)
    },

    async listSigningKeys() {
      const rows = await db.selectFrom("audit_signing_keys").select("public_key").orderBy("added_at").execute()
      return rows.map(({ public_key }) => public_key)
    },

    async addSigningKey(publicKey, at) {
      await db
        .insertInto("audit_signing_keys")
        .values({ public_key: publicKey, added_at: at })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    },

    async prune({ number, place }, at) {
      await db.deleteFrom("audit_events").where("chain_place", "<=", place).execute()
      await db.deleteFrom("audit_seals").where("number", "<", number).execute()
      await db.updateTable("audit_seals").set({ pruned_at: at }).where("number", "=", number).execute()
    },
  }
}

function toRow(seal: AuditSeal): AuditSealTable {
  return {
    number: seal.number,
    place: seal.place,
    link: seal.link,
    sealed_at: seal.sealedAt,
    newest_at: seal.newestAt,
    signed_at: seal.signature?.signedAt ?? null,
    signed_by: seal.signature?.publicKey ?? null,
    signature: seal.signature?.signature ?? null,
    pruned_at: seal.prunedAt ?? null,
  }
}

function toSeal(row: AuditSealTable): AuditSeal {
  const { signed_at: signedAt, signed_by: publicKey, signature } = row
  return {
    number: row.number,
    place: row.place,
    link: row.link,
    sealedAt: row.sealed_at,
    newestAt: row.newest_at,
    ...(signedAt !== null &&
      publicKey !== null &&
      signature !== null && { signature: { signedAt, publicKey, signature } }),
    ...(row.pruned_at !== null && { prunedAt: row.pruned_at }),
  }
}
