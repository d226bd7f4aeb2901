import {
  accountId,
  type KeyReplacement,
  type ReplacedPlace,
  type ReplacementStore,
  serverId,
  sshKeyId,
} from "@latchkey/core"
import { prepared } from "./prepared.ts"
import { flag } from "./row.ts"
import type { DatabaseHandle, KeyReplacementTable, ReplacedPlaceTable } from "./schema.ts"

const byKey = prepared(["key"], (db, value) =>
  db
    .selectFrom("key_replacements")
    .selectAll()
    .where((eb) => eb.or([eb("old_key_id", "=", value<string>("key")), eb("new_key_id", "=", value<string>("key"))])),
)

export function replacementStore(db: DatabaseHandle): ReplacementStore {
  return {
    async find(key) {
      const [row] = (await byKey(db, { key })).rows
      if (row === undefined) return undefined
      const places = await db
        .selectFrom("replaced_places")
        .selectAll()
        .where("old_key_id", "=", row.old_key_id)
        .execute()
      return toReplacement(row, places)
    },

    async insert({ oldKeyId, newKeyId, accountId: account, removeAfterLogin, startedAt }) {
      const result = await db
        .insertInto("key_replacements")
        .values({
          old_key_id: oldKeyId,
          new_key_id: newKeyId,
          account_id: account,
          remove_after_login: flag(removeAfterLogin),
          started_at: startedAt,
        })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
      return result.numInsertedOrUpdatedRows === 1n
    },

    async putPlace(oldKey, { serverId: server, loginUser, seenAt, removedAt }) {
      await db
        .insertInto("replaced_places")
        .values({
          old_key_id: oldKey,
          server_id: server,
          login_user: loginUser,
          seen_at: seenAt ?? null,
          removed_at: removedAt ?? null,
        })
        .onConflict((conflict) =>
          conflict.columns(["old_key_id", "server_id", "login_user"]).doUpdateSet(({ ref }) => ({
            seen_at: ref("excluded.seen_at"),
            removed_at: ref("excluded.removed_at"),
          })),
        )
        .execute()
    },

    async delete(oldKey) {
      await db.deleteFrom("key_replacements").where("old_key_id", "=", oldKey).execute()
    },

    async moveAccesses({ oldKeyId, newKeyId }) {
      await db
        .updateTable("server_accesses")
        .set({ key_id: newKeyId })
        .where("key_id", "=", oldKeyId)
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom("server_accesses as own")
                .select("own.id")
                .where("own.key_id", "=", newKeyId)
                .whereRef("own.server_id", "=", "server_accesses.server_id")
                .whereRef("own.login_user", "=", "server_accesses.login_user"),
            ),
          ),
        )
        .execute()
    },
  }
}

function toReplacement(row: KeyReplacementTable, places: readonly ReplacedPlaceTable[]): KeyReplacement {
  return {
    oldKeyId: sshKeyId(row.old_key_id),
    newKeyId: sshKeyId(row.new_key_id),
    accountId: accountId(row.account_id),
    removeAfterLogin: row.remove_after_login === 1,
    startedAt: row.started_at,
    places: places.map(toPlace),
  }
}

function toPlace({ server_id, login_user, seen_at, removed_at }: ReplacedPlaceTable): ReplacedPlace {
  return {
    serverId: serverId(server_id),
    loginUser: login_user,
    ...(seen_at !== null && { seenAt: seen_at }),
    ...(removed_at !== null && { removedAt: removed_at }),
  }
}
