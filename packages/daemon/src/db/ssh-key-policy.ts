import { setImmediate as nextTurn } from "node:timers/promises"
import type { PolicyEffect, RegisteredKey, SshKeyId } from "@latchkey/core"
import { sql } from "kysely"
import type { DatabaseHandle } from "./schema.ts"
import { sshKeyRows, toSshKey } from "./ssh-key-row.ts"

/** Keys of all accounts, by id, with what the key policy has to know of each. */
export async function listRegistered(
  db: DatabaseHandle,
  after: SshKeyId | undefined,
  limit: number,
): Promise<readonly RegisteredKey[]> {
  // Thousands of keys are asked for and judged page by page, and SQLite answers without waiting for anything.
  await nextTurn()
  const rows = await sshKeyRows(db)
    .select([
      sql<string>`(select accounts.handle from accounts where accounts.id = ssh_keys.account_id)`.as("handle"),
      sql<number>`(select count(*) from blocked_keys
        where blocked_keys.fingerprint in (ssh_keys.fingerprint, ssh_keys.md5_fingerprint,
          substr(replace(ssh_keys.md5_fingerprint, ':', ''), 16)))`.as("blocked"),
    ])
    .where("ssh_keys.id", ">", after ?? "")
    .orderBy("ssh_keys.id")
    .limit(limit)
    .execute()
  return rows.map((row) => ({ key: toSshKey(row), handle: row.handle, isBlocked: row.blocked > 0 }))
}

/** Many rows in one statement: one each would take a round trip each. */
export async function applyPolicy(db: DatabaseHandle, effects: readonly PolicyEffect[]): Promise<void> {
  if (effects.length === 0) return
  const rows = effects.map(
    ({ id, standing, expiresAt }) => sql`(${id}, ${standing}, cast(${expiresAt ?? null} as bigint))`,
  )
  await sql`
    with effects (id, standing, expires_at) as (values ${sql.join(rows)})
    update ssh_keys set standing = effects.standing, expires_at = effects.expires_at
    from effects where ssh_keys.id = effects.id`.execute(db)
}
