import { type Context, recordKeyUses, type SeenUse, type SshKeyId } from "@latchkey/core"
import type { Logger } from "../log.ts"

/** Writes logins down in batches, so that a burst of them is one transaction. */
export interface KeyUses {
  add(use: SeenUse): void
  /** Writes what is left; logins that are added later are lost. */
  stop(): Promise<void>
}

const intervalMs = 500

/** `makeContext` is called for each batch. */
export function batchKeyUses(makeContext: () => Context, log: Logger): KeyUses {
  // By key, because only its last use is kept: however long the database is away, this grows no further.
  let waiting = new Map<SshKeyId, SeenUse>()
  let timer: NodeJS.Timeout | undefined
  let writing = Promise.resolve()

  function schedule(): void {
    timer ??= setTimeout(() => {
      timer = undefined
      writing = write()
    }, intervalMs)
  }

  async function write(): Promise<void> {
    const batch = waiting
    waiting = new Map()
    try {
      if (batch.size > 0) await recordKeyUses(makeContext(), [...batch.values()])
    } catch (error) {
      log.warn({ err: error }, "logins at the SSH gateway could not be written down yet")
      const since = waiting
      waiting = batch
      for (const use of since.values()) keep(use)
      schedule()
    }
  }

  function keep(use: SeenUse): void {
    const before = waiting.get(use.keyId)
    const logins = before === undefined ? undefined : (before.logins ?? 1) + (use.logins ?? 1)
    waiting.set(use.keyId, logins === undefined ? use : { ...use, logins })
  }

  return {
    add(use) {
      keep(use)
      schedule()
    },
    async stop() {
      await writing
      clearTimeout(timer)
      await write()
      clearTimeout(timer)
    },
  }
}
