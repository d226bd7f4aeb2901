import { type KeySummary, type KeySummaryQuery, keyHealths, maximumNotices } from "@latchkey/core"
import { isKeyTypeName } from "@latchkey/engine"
import { type RawBuilder, sql } from "kysely"
import type { DatabaseHandle } from "./schema.ts"
import { healthCondition } from "./ssh-key-health.ts"
import { sshKeyRows, toSshKey } from "./ssh-key-row.ts"

/** So many pairs of type and size are told; nobody has more, unless they make up RSA sizes. */
const typesShown = 50

export async function summariseSshKeys(db: DatabaseHandle, query: KeySummaryQuery): Promise<KeySummary> {
  const { accountId: account } = query
  const counts = new Map<string, RawBuilder<boolean>>([["total", sql`1 = 1`]])
  for (const is of keyHealths) counts.set(is, healthCondition(is, query))
  for (const [index, condition] of stretches("created_at", query.since).entries()) counts.set(`age${index}`, condition)
  for (const [index, condition] of stretches("last_used_at", query.since).entries())
    counts.set(`use${index}`, condition)
  counts.set("never", sql`ssh_keys.last_use = 'never'`)
  counts.set("unknown", sql`ssh_keys.last_use = 'unknown'`)

  const row = await db
    .selectFrom("ssh_keys")
    .where("account_id", "=", account)
    .select([...counts].map(([name, condition]) => counting(condition).as(name)))
    .executeTakeFirstOrThrow()
  const count = (name: string) => Number(Reflect.get(row, name))
  const types = await db
    .selectFrom("ssh_keys")
    .where("account_id", "=", account)
    .groupBy(["key_type", "bits"])
    .select((eb) => ["key_type", "bits", eb.fn.countAll<number>().as("count")])
    .orderBy("count", "desc")
    .orderBy("key_type")
    .orderBy("bits")
    .limit(typesShown)
    .execute()
  const soon = await sshKeyRows(db)
    .where("ssh_keys.account_id", "=", account)
    .where(healthCondition("notice", query))
    .orderBy("ssh_keys.expires_at")
    .orderBy("ssh_keys.id")
    .limit(maximumNotices)
    .execute()
  return {
    total: count("total"),
    health: {
      stopped: count("stopped"),
      weak: count("weak"),
      expired: count("expired"),
      notice: count("notice"),
      expiring: count("expiring"),
      unused: count("unused"),
      disabled: count("disabled"),
    },
    types: types.flatMap(({ key_type: keyType, bits, count }) =>
      isKeyTypeName(keyType) ? [{ keyType, bits, count }] : [],
    ),
    ages: [...query.since, 0].map((_, index) => count(`age${index}`)),
    lastUses: [...query.since, 0].map((_, index) => count(`use${index}`)),
    neverUsed: count("never"),
    useUnknown: count("unknown"),
    expiresSoon: soon.map(toSshKey),
  }
}

function counting(condition: RawBuilder<boolean>): RawBuilder<number> {
  return sql`coalesce(sum(case when ${condition} then 1 else 0 end), 0)`
}

/** One condition for each stretch of time between the moments, the latest first, and one for all before. */
function stretches(column: string, since: readonly number[]): readonly RawBuilder<boolean>[] {
  const at = sql.ref(`ssh_keys.${column}`)
  const starts = since.map((start, index): RawBuilder<boolean> => {
    const end = since[index - 1]
    return end === undefined ? sql`${at} > ${start}` : sql`(${at} > ${start} and ${at} <= ${end})`
  })
  const last = since.at(-1)
  return last === undefined ? starts : [...starts, sql`${at} <= ${last}`]
}
