import { type PlaceLogins, type ServerId, serverId } from "@latchkey/core"
import { sql } from "kysely"
import type { DatabaseHandle } from "./schema.ts"

interface PlaceRow {
  server_id: string
  login_user: string
  fingerprint: string
  at: number
  address: string
  open: number
}

/** Each fingerprint that logged in, as each login user of these servers. */
export async function listPlaces(
  db: DatabaseHandle,
  servers: readonly ServerId[],
  fingerprint?: string,
): Promise<readonly PlaceLogins[]> {
  if (servers.length === 0) return []
  const asked = sql`login_reports.server_id in (${sql.join(servers)})
    and ${fingerprint === undefined ? sql`1 = 1` : sql`login_reports.fingerprint = ${fingerprint}`}`
  const { rows } = await sql<PlaceRow>`
    with newest as (
      select server_id, fingerprint, login_user, at, address, row_number() over (
        partition by server_id, fingerprint, login_user order by at desc, id desc) as place
      from login_reports where kind = 'login' and ${asked}),
    standing as (
      select login_reports.server_id, fingerprint, login_user, count(*) as open
      from login_report_ids inner join login_reports on login_reports.id = login_report_ids.row_id
      where is_open = 1 and login_report_ids.server_id in (${sql.join(servers)}) and ${asked}
      group by login_reports.server_id, fingerprint, login_user)
    select newest.server_id, newest.fingerprint, newest.login_user, at, address, coalesce(open, 0) as open
    from newest left join standing on standing.server_id = newest.server_id
      and standing.fingerprint = newest.fingerprint and standing.login_user = newest.login_user
    where place = 1`.execute(db)
  return rows.map((row) => ({
    serverId: serverId(row.server_id),
    loginUser: row.login_user,
    fingerprint: row.fingerprint,
    last: { at: row.at, address: row.address },
    open: row.open,
  }))
}
