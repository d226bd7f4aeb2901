import { toUnavailable } from "./database-error.ts"
import { hasTable } from "./schema.ts"
import { type DatabasePlace, openToRead } from "./snapshot.ts"

/**
 * Whether the restore whose audit event has this request id has happened in a database.
 *
 * @throws CoreError `not_found` for SQLite without a file, `unavailable`
 */
export async function wasRestored(place: DatabasePlace, requestId: string): Promise<boolean> {
  const db = openToRead(place)
  try {
    if (!(await hasTable(db, "audit_events"))) return false
    const found = await db
      .selectFrom("audit_events")
      .select("id")
      .where("action", "=", "installation.restore")
      .where("request_id", "=", requestId)
      .executeTakeFirst()
    return found !== undefined
  } catch (error) {
    throw toUnavailable(error)
  } finally {
    await db.destroy()
  }
}
