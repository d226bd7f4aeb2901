import {
  accountId,
  defaultKeyPolicy,
  existingKeysRules,
  type KeyPolicyState,
  type KeyPolicyStore,
} from "@latchkey/core"
import { blocklistEntries, isKeyTypeName } from "@latchkey/engine"
import { prepared } from "./prepared.ts"
import { jsonStrings, oneOf } from "./row.ts"
import type { DatabaseHandle, KeyPolicyTable } from "./schema.ts"

/** PostgreSQL takes at most 65,535 values in a statement, SQLite half as many. */
const entriesAtOnce = 10_000

const onlyRow = prepared([], (db) => db.selectFrom("key_policy").selectAll())

const blocked = prepared(["sha256", "md5", "md5End"], (db, value) =>
  db
    .selectFrom("blocked_keys")
    .select("fingerprint")
    .where("fingerprint", "in", [value<string>("sha256"), value<string>("md5"), value<string>("md5End")]),
)

/** The policy of an installation that nobody has changed. */
const initialState: KeyPolicyState = { policy: defaultKeyPolicy, revision: 1, blockedKeys: 0 }

export function keyPolicyStore(db: DatabaseHandle): KeyPolicyStore {
  return {
    async current() {
      const [row] = (await onlyRow(db, {})).rows
      return row === undefined ? initialState : toState(row)
    },

    async save(state) {
      const { single_row, ...row } = toRow(state)
      const before = state.revision - 1
      if (before === initialState.revision) {
        const inserted = await db
          .insertInto("key_policy")
          .values({ single_row, ...row })
          .onConflict((conflict) => conflict.column("single_row").doNothing())
          .executeTakeFirst()
        return inserted.numInsertedOrUpdatedRows === 1n
      }
      const updated = await db.updateTable("key_policy").set(row).where("revision", "=", before).executeTakeFirst()
      return updated.numUpdatedRows === 1n
    },

    async isBlocked({ fingerprint, md5Fingerprint }) {
      const [sha256, md5, md5End] = blocklistEntries(fingerprint, md5Fingerprint)
      return (await blocked(db, { sha256, md5, md5End })).rows.length > 0
    },

    async blocklist() {
      const rows = await db.selectFrom("blocked_keys").select("fingerprint").orderBy("fingerprint").execute()
      return rows.map(({ fingerprint }) => fingerprint)
    },

    async replaceBlocklist(fingerprints) {
      await db.deleteFrom("blocked_keys").execute()
      for (let start = 0; start < fingerprints.length; start += entriesAtOnce) {
        const rows = fingerprints.slice(start, start + entriesAtOnce).map((fingerprint) => ({ fingerprint }))
        await db.insertInto("blocked_keys").values(rows).execute()
      }
    },
  }
}

function toState(row: KeyPolicyTable): KeyPolicyState {
  return {
    policy: {
      // Whatever a later program may have allowed, this one allows the types that it knows.
      allowedKeyTypes: jsonStrings(row.allowed_key_types, "list of allowed key types").filter(isKeyTypeName),
      minimumRsaBits: row.minimum_rsa_bits,
      advisedRsaBits: row.advised_rsa_bits,
      ...(row.maximum_lifetime_days !== null && { maximumLifetimeDays: row.maximum_lifetime_days }),
      existingKeys: oneOf(existingKeysRules, row.existing_keys, "rule for existing keys"),
    },
    revision: row.revision,
    blockedKeys: row.blocked_keys,
    lastChange: {
      at: row.changed_at,
      by: { accountId: accountId(row.changed_by), handle: row.changed_by_handle },
      what: row.changed_what,
    },
  }
}

function toRow({ policy, revision, blockedKeys, lastChange }: KeyPolicyState): KeyPolicyTable {
  if (lastChange === undefined) throw new Error("a policy that is stored was changed by somebody")
  return {
    single_row: 1,
    revision,
    allowed_key_types: JSON.stringify(policy.allowedKeyTypes),
    minimum_rsa_bits: policy.minimumRsaBits,
    advised_rsa_bits: policy.advisedRsaBits,
    maximum_lifetime_days: policy.maximumLifetimeDays ?? null,
    existing_keys: policy.existingKeys,
    blocked_keys: blockedKeys,
    changed_at: lastChange.at,
    changed_by: lastChange.by.accountId,
    changed_by_handle: lastChange.by.handle,
    changed_what: lastChange.what,
  }
}
