import type { Acknowledgement, ServerId } from "@latchkey/core"
import type { Logger } from "../../log.ts"

/** Writes acknowledgements down in batches: a change can bring a thousand at once. */
export interface Acknowledgements {
  /** @param isNews whether it says more than that the server is there, so that people wait for it */
  add(acknowledgement: Acknowledgement, isNews: boolean): void
  /** Writes what is left. */
  stop(): Promise<void>
}

/** Milliseconds: people look at what is in effect, and see it a moment later. */
const gatherTime = 150
/** Milliseconds for what nobody waits for. */
const idleGatherTime = 5_000
/** Milliseconds until the next try when the database is away. */
const retryAfter = 1_000

/** @param write stores a batch and tells whoever looks at these servers */
export function batchAcknowledgements(
  write: (batch: readonly Acknowledgement[]) => Promise<void>,
  log: Pick<Logger, "warn">,
): Acknowledgements {
  // By server, because only the last one counts: however long the database is away, this grows no further.
  let waiting = new Map<ServerId, Acknowledgement>()
  let timer: NodeJS.Timeout | undefined
  let dueAt = Number.POSITIVE_INFINITY
  let writing = Promise.resolve()

  async function flush(): Promise<void> {
    const batch = waiting
    waiting = new Map()
    if (batch.size === 0) return
    try {
      await write([...batch.values()])
    } catch (err) {
      log.warn({ err }, "what servers have acknowledged could not be written down yet")
      waiting = new Map([...batch, ...waiting])
      schedule(retryAfter)
    }
  }

  function schedule(time: number): void {
    const at = performance.now() + time
    if (at >= dueAt) return
    clearTimeout(timer)
    dueAt = at
    timer = setTimeout(() => {
      dueAt = Number.POSITIVE_INFINITY
      writing = writing.then(flush)
    }, time)
  }

  return {
    add(acknowledgement, isNews) {
      waiting.set(acknowledgement.serverId, acknowledgement)
      schedule(isNews ? gatherTime : idleGatherTime)
    },
    async stop() {
      clearTimeout(timer)
      await writing.then(flush)
      clearTimeout(timer)
    },
  }
}
