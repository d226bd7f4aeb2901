import { setTimeout as delay } from "node:timers/promises"
import { CoreError } from "@latchkey/core"
import { daemonBeats } from "./daemon-beats.ts"
import { backendFor, type OpenDatabaseOptions } from "./database.ts"
import { toUnavailable } from "./database-error.ts"
import { type DatabaseHandle, hasTable } from "./schema.ts"

/** Each daemon's number, by the daemon's id. */
export type Beats = ReadonlyMap<string, number>

/** Milliseconds: a daemon that shows nothing for so long was killed. */
const watchTime = 10_000
const lookEvery = 250

/**
 * Watches for a while whether daemons run over a database, if one may.
 *
 * @returns the last numbers of daemons that were killed
 * @throws CoreError `conflict` when one runs, `unavailable`
 */
export async function requireNoDaemons(
  options: Pick<OpenDatabaseOptions, "url" | "dataFolder" | "clock">,
): Promise<Beats> {
  const { outside: db, close } = backendFor(options)
  try {
    if (!(await hasTable(db, "daemons"))) return new Map()
    const seen = await daemonBeats(db).all()
    for (let left = watchTime; seen.size > 0 && left > 0; left -= lookEvery) {
      await delay(lookEvery)
      await requireStill(db, seen)
    }
    return seen
  } catch (error) {
    throw toUnavailable(error)
  } finally {
    await close()
  }
}

/** @throws CoreError `conflict` when a daemon has shown that it runs since `seen` */
export async function requireStill(db: DatabaseHandle, seen: Beats): Promise<void> {
  for (const [id, beat] of await daemonBeats(db).all()) {
    if (seen.get(id) === beat) continue
    throw new CoreError("conflict", "a Latchkey daemon is running with this database", {
      hint: "stop every daemon that has this DATABASE_URL, also on other machines, then restore again",
    })
  }
}
