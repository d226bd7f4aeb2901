import {
  type AuthToken,
  type AuthTokenStore,
  accountId,
  apiTokenId,
  authMethods,
  authTokenId,
  projectId,
  tokenScopes,
} from "@latchkey/core"
import type { AuthTokenTable } from "./openstack-tables.ts"
import { prepared, preparedInsert } from "./prepared.ts"
import { jsonStrings, oneOf } from "./row.ts"
import type { DatabaseHandle } from "./schema.ts"

const byId = prepared(["id"], (db, value) =>
  db.selectFrom("auth_tokens").selectAll().where("id", "=", value<string>("id")),
)

const byHash = prepared(["hash"], (db, value) =>
  db.selectFrom("auth_tokens").selectAll().where("hash", "=", value<string>("hash")),
)

const insertRow = preparedInsert((db, row: AuthTokenTable) => db.insertInto("auth_tokens").values(row))

export function authTokenStore(db: DatabaseHandle): AuthTokenStore {
  return {
    async find(id) {
      const [row] = (await byId(db, { id })).rows
      return row && toAuthToken(row)
    },

    async findByHash(hash) {
      const [row] = (await byHash(db, { hash })).rows
      return row && toAuthToken(row)
    },

    async insert(token, hash) {
      await insertRow(db, {
        id: token.id,
        hash,
        account_id: token.accountId,
        methods: JSON.stringify(token.methods),
        scopes: JSON.stringify(token.scopes),
        api_token_id: token.apiTokenId ?? null,
        project_id: token.projectId ?? null,
        first_id: token.firstId ?? null,
        got_with_id: token.gotWithId ?? null,
        issued_at: token.issuedAt,
        expires_at: token.expiresAt,
      })
    },

    // No cascade does this: chains are as long as somebody cares to make them, and databases go into each other only so far.
    async delete(id) {
      await db
        .withRecursive("ended", (ended) =>
          ended
            .selectFrom("auth_tokens")
            .where("auth_tokens.id", "=", id)
            .select("auth_tokens.id")
            .unionAll(
              ended
                .selectFrom("ended")
                .innerJoin("auth_tokens", "auth_tokens.got_with_id", "ended.id")
                .select("auth_tokens.id"),
            ),
        )
        .deleteFrom("auth_tokens")
        .where("id", "in", (eb) => eb.selectFrom("ended").select("ended.id"))
        .execute()
    },

    async deleteByAccount(account, project) {
      const all = db.deleteFrom("auth_tokens").where("account_id", "=", account)
      await (project === undefined ? all : all.where("project_id", "=", project)).execute()
    },

    async deleteStale(expiredBefore) {
      await db.deleteFrom("auth_tokens").where("expires_at", "<", expiredBefore).execute()
    },
  }
}

function toAuthToken(row: AuthTokenTable): AuthToken {
  return {
    id: authTokenId(row.id),
    accountId: accountId(row.account_id),
    methods: jsonStrings(row.methods, "token's methods").map((method) => oneOf(authMethods, method, "token's method")),
    scopes: jsonStrings(row.scopes, "token's scopes").map((scope) => oneOf(tokenScopes, scope, "token's scope")),
    ...(row.api_token_id !== null && { apiTokenId: apiTokenId(row.api_token_id) }),
    ...(row.project_id !== null && { projectId: projectId(row.project_id) }),
    ...(row.first_id !== null && { firstId: authTokenId(row.first_id) }),
    ...(row.got_with_id !== null && { gotWithId: authTokenId(row.got_with_id) }),
    issuedAt: row.issued_at,
    expiresAt: row.expires_at,
  }
}
