import type { SeenUse, SshKeyId, SshKeyStore } from "@latchkey/core"
import { inParts } from "./in-parts.ts"
import { prepared, preparedInsert } from "./prepared.ts"
import type { DatabaseHandle, SshKeyTable } from "./schema.ts"
import { opensCondition } from "./ssh-key-health.ts"
import { listSshKeys } from "./ssh-key-list.ts"
import { applyPolicy, listRegistered } from "./ssh-key-policy.ts"
import { changeable, sshKeyRows, toRow, toSshKey } from "./ssh-key-row.ts"
import { summariseSshKeys } from "./ssh-key-summary.ts"

const byId = prepared(["id"], (db, value) => sshKeyRows(db).where("ssh_keys.id", "=", value<string>("id")))

const byName = prepared(["account", "name"], (db, value) =>
  sshKeyRows(db)
    .where("ssh_keys.account_id", "=", value<string>("account"))
    .where("ssh_keys.name", "=", value<string>("name")),
)

const byFingerprint = prepared(["fingerprint"], (db, value) =>
  sshKeyRows(db)
    .where("ssh_keys.fingerprint", "=", value<string>("fingerprint"))
    .orderBy("ssh_keys.account_id")
    .orderBy("ssh_keys.id"),
)

const claim = prepared(["fingerprint", "account", "blob"], (db, value) =>
  db
    .insertInto("key_material")
    .values({
      fingerprint: value<string>("fingerprint"),
      account_id: value<string>("account"),
      blob: value<Uint8Array>("blob"),
    })
    .onConflict((conflict) => conflict.column("fingerprint").doNothing()),
)

const register = preparedInsert((db, row: SshKeyTable) =>
  db
    .insertInto("ssh_keys")
    .values(row)
    .onConflict((conflict) => conflict.columns(["account_id", "name"]).doNothing()),
)

const remove = prepared(["id"], (db, value) =>
  db.deleteFrom("ssh_keys").where("id", "=", value<string>("id")).returning("fingerprint"),
)

const removeUnclaimed = prepared(["fingerprint"], (db, value) =>
  db
    .deleteFrom("key_material")
    .where("fingerprint", "=", value<string>("fingerprint"))
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("ssh_keys").select("ssh_keys.id").where("ssh_keys.fingerprint", "=", value<string>("fingerprint")),
        ),
      ),
    ),
)

export function sshKeyStore(db: DatabaseHandle): SshKeyStore {
  return {
    async find(id) {
      const [row] = (await byId(db, { id })).rows
      return row && toSshKey(row)
    },

    async findSeveral(ids) {
      const rows = await inParts(ids, (part) => sshKeyRows(db).where("ssh_keys.id", "in", part).execute())
      return rows.map(toSshKey)
    },

    async findByName(account, name) {
      const [row] = (await byName(db, { account, name })).rows
      return row && toSshKey(row)
    },

    async findByFingerprint(fingerprint) {
      return (await byFingerprint(db, { fingerprint })).rows.map(toSshKey)
    },

    list: (query) => listSshKeys(db, query),

    async listOpening(account, now) {
      const rows = await sshKeyRows(db)
        .where("ssh_keys.account_id", "=", account)
        .where(opensCondition(now))
        .orderBy("ssh_keys.name_key")
        .orderBy("ssh_keys.id")
        .execute()
      return rows.map(toSshKey)
    },

    summarise: (query) => summariseSshKeys(db, query),
    listRegistered: (after, limit) => listRegistered(db, after, limit),
    applyPolicy: (effects) => applyPolicy(db, effects),

    async claimMaterial(fingerprint, account, blob) {
      return (await claim(db, { fingerprint, account, blob })).numAffectedRows === 1n
    },

    async insert(key, receivedText) {
      return (await register(db, { ...toRow(key), received_text: receivedText ?? null })).numAffectedRows === 1n
    },

    async update(key) {
      const result = await db
        .updateTable("ssh_keys")
        .set(changeable(key))
        .where("id", "=", key.id)
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom("ssh_keys as other")
                .select("other.id")
                .where("other.account_id", "=", key.accountId)
                .where("other.name", "=", key.name)
                .where("other.id", "<>", key.id),
            ),
          ),
        )
        .executeTakeFirst()
      return result.numUpdatedRows === 1n
    },

    async delete(id) {
      const [deleted] = (await remove(db, { id })).rows
      if (deleted !== undefined) await removeUnclaimed(db, deleted)
    },

    async recordUses(uses) {
      for (const [fingerprint, { at, from }] of await latestOfEach(db, uses)) {
        await db
          .updateTable("ssh_keys")
          .set({ last_use: "used", last_used_at: at, last_used_from: from ?? null })
          .where("fingerprint", "=", fingerprint)
          .where((eb) => eb.or([eb("last_used_at", "is", null), eb("last_used_at", "<", at)]))
          .execute()
      }
    },
  }
}

/** By fingerprint, and in the order of those: two batches that touch the same keys must not wait for each other. */
async function latestOfEach(
  db: DatabaseHandle,
  uses: readonly SeenUse[],
): Promise<readonly (readonly [fingerprint: string, latest: SeenUse])[]> {
  const fingerprints = new Map<SshKeyId, string | undefined>()
  const latest = new Map<string, SeenUse>()
  for (const use of uses) {
    if (!fingerprints.has(use.keyId)) fingerprints.set(use.keyId, await fingerprintOf(db, use.keyId))
    const fingerprint = fingerprints.get(use.keyId)
    const known = fingerprint === undefined ? undefined : latest.get(fingerprint)
    if (fingerprint !== undefined && (known === undefined || known.at < use.at)) latest.set(fingerprint, use)
  }
  return [...latest].sort(([left], [right]) => (left < right ? -1 : 1))
}

async function fingerprintOf(db: DatabaseHandle, id: SshKeyId): Promise<string | undefined> {
  const row = await db.selectFrom("ssh_keys").select("fingerprint").where("id", "=", id).executeTakeFirst()
  return row?.fingerprint
}
