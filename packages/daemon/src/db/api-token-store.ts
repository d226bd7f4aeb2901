import { type ApiToken, type ApiTokenStore, accountId, apiTokenId, tokenScopes } from "@latchkey/core"
import { prepared } from "./prepared.ts"
import { jsonStrings, oneOf } from "./row.ts"
import type { ApiTokenTable, DatabaseHandle } from "./schema.ts"

const byId = prepared(["id"], (db, value) =>
  db.selectFrom("api_tokens").selectAll().where("id", "=", value<string>("id")),
)

const byHash = prepared(["hash"], (db, value) =>
  db.selectFrom("api_tokens").selectAll().where("hash", "=", value<string>("hash")),
)

export function apiTokenStore(db: DatabaseHandle): ApiTokenStore {
  return {
    async find(id) {
      const [row] = (await byId(db, { id })).rows
      return row && toApiToken(row)
    },

    async findByHash(hash) {
      const [row] = (await byHash(db, { hash })).rows
      return row && toApiToken(row)
    },

    async listByAccount(account) {
      const rows = await db
        .selectFrom("api_tokens")
        .selectAll()
        .where("account_id", "=", account)
        .orderBy("id", "desc")
        .execute()
      return rows.map(toApiToken)
    },

    async insert(token, hash) {
      const result = await db
        .insertInto("api_tokens")
        .values({
          id: token.id,
          hash,
          account_id: token.accountId,
          name: token.name,
          scopes: JSON.stringify(token.scopes),
          created_at: token.createdAt,
          expires_at: token.expiresAt ?? null,
          last_used_at: token.lastUsedAt ?? null,
          last_used_from: token.lastUsedFrom ?? null,
        })
        .onConflict((conflict) => conflict.columns(["account_id", "name"]).doNothing())
        .executeTakeFirst()
      return result.numInsertedOrUpdatedRows === 1n
    },

    async recordUse(id, at, from) {
      await db
        .updateTable("api_tokens")
        .set({ last_used_at: at, last_used_from: from ?? null })
        .where("id", "=", id)
        .where((eb) => eb.or([eb("last_used_at", "is", null), eb("last_used_at", "<", at)]))
        .execute()
    },

    async delete(id) {
      await db.deleteFrom("api_tokens").where("id", "=", id).execute()
    },
  }
}

function toApiToken(row: ApiTokenTable): ApiToken {
  return {
    id: apiTokenId(row.id),
    accountId: accountId(row.account_id),
    name: row.name,
    scopes: jsonStrings(row.scopes, "token's scopes").map((scope) => oneOf(tokenScopes, scope, "token's scope")),
    createdAt: row.created_at,
    ...(row.expires_at !== null && { expiresAt: row.expires_at }),
    ...(row.last_used_at !== null && { lastUsedAt: row.last_used_at }),
    ...(row.last_used_from !== null && { lastUsedFrom: row.last_used_from }),
  }
}
