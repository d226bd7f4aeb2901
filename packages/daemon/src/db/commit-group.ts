import { AsyncLocalStorage } from "node:async_hooks"
import { setImmediate as nextTurn } from "node:timers/promises"
import { sql } from "kysely"
import type { DatabaseHandle } from "./schema.ts"

/** A transaction that waits for its turn. */
interface Member {
  /** Does the work, and answers with what to do once it is committed. What it throws says that nothing is to be kept. */
  run(transaction: DatabaseHandle): Promise<() => void>
  fail(error: unknown): void
}

/** So many share a commit at most: the first waits for the last. */
export const largestGroup = 32

/**
 * Transactions of one SQLite connection, one after the other, of which those that come at the same time are committed
 * together: a commit waits for the disk, and no other work is done meanwhile. Each can fail alone; none is told how it
 * ended before the commit.
 *
 * Nearly all succeed, and a savepoint for each takes a tenth of its time. So a group runs without them first; when one
 * fails, nothing is kept, and the same run again with a savepoint each.
 */
export class CommitGroup {
  readonly #db: DatabaseHandle
  readonly #waiting: Member[] = []
  #isRunning = false

  constructor(db: DatabaseHandle) {
    this.#db = db
  }

  /** How many wait for their turn. */
  waiting(): number {
    return this.#waiting.length
  }

  run<T>(work: (transaction: DatabaseHandle) => Promise<T>): Promise<T> {
    const inCallersContext = AsyncLocalStorage.snapshot()
    return new Promise((resolve, reject) => {
      this.#waiting.push({
        async run(transaction) {
          const result = await inCallersContext(() => work(transaction))
          return () => resolve(result)
        },
        fail: reject,
      })
      if (!this.#isRunning) void this.#runAll()
    })
  }

  async #runAll(): Promise<void> {
    this.#isRunning = true
    while (this.#waiting.length > 0) await this.#runGroup()
    this.#isRunning = false
  }

  async #runGroup(hasSavepoints = false): Promise<void> {
    const run = hasSavepoints
      ? runInSavepoint
      : (transaction: DatabaseHandle, member: Member) => member.run(transaction)
    const members: Member[] = []
    const endings: (() => void)[] = []
    try {
      await this.#db.transaction().execute(async (transaction) => {
        for (let member = this.#waiting.shift(); member !== undefined; member = await this.#next(members.length)) {
          members.push(member)
          endings.push(await run(transaction, member))
        }
      })
    } catch (error) {
      const isOfOne = endings.length < members.length
      if (isOfOne && members.length > 1 && !hasSavepoints) {
        this.#waiting.unshift(...members)
        return this.#runGroup(true)
      }
      // Nothing was kept. When it could not even begin, all who wait would only wait for the same again.
      const failed = members.length > 0 ? members : this.#waiting.splice(0)
      for (const member of failed) member.fail(error)
      return
    }
    for (const end of endings) end()
  }

  /** Whoever asked while the others ran is known only after a turn of the event loop. */
  async #next(size: number): Promise<Member | undefined> {
    if (size >= largestGroup) return undefined
    if (this.#waiting.length === 0) await nextTurn()
    return this.#waiting.shift()
  }
}

async function runInSavepoint(transaction: DatabaseHandle, member: Member): Promise<() => void> {
  await sql`savepoint member`.execute(transaction)
  try {
    const end = await member.run(transaction)
    await sql`release member`.execute(transaction)
    return end
  } catch (error) {
    try {
      await sql`rollback to member`.execute(transaction)
      await sql`release member`.execute(transaction)
    } catch {
      // After some errors, as a full disk, SQLite has rolled back the whole transaction, with all members before this.
      throw error
    }
    return () => member.fail(error)
  }
}
