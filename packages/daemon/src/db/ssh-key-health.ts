import type { HealthMoments, Instant, KeyHealth } from "@latchkey/core"
import { type RawBuilder, sql } from "kysely"

/** What has to be true of a row of `ssh_keys` whose key opens something at a moment, as `keyOpens` in core has it. */
export function opensCondition(at: Instant): RawBuilder<boolean> {
  return sql`(ssh_keys.disabled_at is null and ssh_keys.standing <> 'stopped'
    and (ssh_keys.expires_at is null or ssh_keys.expires_at > ${at}))`
}

/** What has to be true of a row of `ssh_keys`: the one meaning of each word, for lists and for counts. */
export function healthCondition(is: KeyHealth, moments: HealthMoments): RawBuilder<boolean> {
  const { now, noticeUntil, expiresBefore, unusedSince } = moments
  switch (is) {
    case "stopped":
    case "weak":
      return sql`ssh_keys.standing = ${sql.lit(is)}`
    case "disabled":
      return sql`ssh_keys.disabled_at is not null`
    case "expired":
      return sql`ssh_keys.expires_at <= ${now}`
    case "notice":
      // Nobody waits for the end of a key that opens nothing.
      return sql`(ssh_keys.expires_at > ${now} and ssh_keys.expires_at <= ${noticeUntil}
        and ssh_keys.disabled_at is null and ssh_keys.standing <> 'stopped')`
    case "expiring":
      return sql`(ssh_keys.expires_at > ${now} and ssh_keys.expires_at <= ${expiresBefore})`
    case "unused":
      return sql`(ssh_keys.created_at <= ${unusedSince}
        and (ssh_keys.last_use = 'never' or ssh_keys.last_used_at <= ${unusedSince}))`
  }
}
