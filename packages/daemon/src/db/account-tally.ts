import { type AccountId, type AccountTally, accountId } from "@latchkey/core"
import type { ExpressionBuilder } from "kysely"
import type { DatabaseHandle, Schema } from "./schema.ts"

/** How many keys each account has, and the latest trace that it left: each found by an index of its own. */
export async function tallyAccounts(
  db: DatabaseHandle,
  accounts: readonly AccountId[],
): Promise<ReadonlyMap<AccountId, AccountTally>> {
  if (accounts.length === 0) return new Map()
  const rows = await db
    .selectFrom("accounts")
    .where("accounts.id", "in", [...accounts])
    .select((eb) => [
      "accounts.id",
      keysOf(eb)
        .select((keys) => keys.fn.countAll<number>().as("count"))
        .as("key_count"),
      keysOf(eb)
        .select((keys) => keys.fn.max("last_used_at").as("at"))
        .as("key_used_at"),
      eb
        .selectFrom("api_tokens")
        .whereRef("account_id", "=", "accounts.id")
        .select((tokens) => tokens.fn.max("last_used_at").as("at"))
        .as("token_used_at"),
      eb
        .selectFrom("login_sessions")
        .whereRef("account_id", "=", "accounts.id")
        .select((loginSessions) => loginSessions.fn.max("last_seen_at").as("at"))
        .as("browser_seen_at"),
      eb.selectFrom("projects").whereRef("projects.id", "=", "accounts.project_id").select("name").as("project_name"),
      lastDeed(eb).where("chain_place", "is not", null).select("at").as("acted_at"),
      // Those that are not sealed yet are found by another index.
      lastDeed(eb).where("chain_place", "is", null).select("at").as("just_acted_at"),
    ])
    .execute()
  return new Map(
    rows.map((row) => {
      const traces = [row.key_used_at, row.token_used_at, row.browser_seen_at, row.acted_at, row.just_acted_at]
      const seen = traces.filter((at) => at !== null)
      const tally = {
        keyCount: row.key_count ?? 0,
        ...(seen.length > 0 && { lastSeenAt: Math.max(...seen) }),
        ...(row.project_name !== null && { projectName: row.project_name }),
      }
      return [accountId(row.id), tally]
    }),
  )
}

type Builder = ExpressionBuilder<Schema, "accounts">

function keysOf(eb: Builder) {
  return eb.selectFrom("ssh_keys").whereRef("ssh_keys.account_id", "=", "accounts.id")
}

/** What it did last: whoever signs out leaves nothing else. A deleted robot's handle can be another's by now. */
function lastDeed(eb: Builder) {
  return eb
    .selectFrom("audit_events")
    .whereRef("audit_events.actor_handle", "=", "accounts.handle")
    .whereRef("audit_events.actor_account_id", "=", "accounts.id")
    .orderBy("audit_events.id", "desc")
    .limit(1)
}
