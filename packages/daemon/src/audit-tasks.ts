import {
  type Context,
  day,
  hour,
  type Instant,
  pruneAuditEvents,
  sealAuditEvents,
  second,
  signAuditHead,
  writeCountedEvents,
} from "@latchkey/core"
import type { AuditSigner } from "./audit-signer.ts"
import type { Logger } from "./log.ts"
import type { PeriodicTask } from "./periodic.ts"

/** How often events are sealed; they are a few seconds old by then. */
const sealEvery = 5 * second

/** How often those that were only counted are told, and heads are looked at that may want signing. */
const lookEvery = 20 * second

/** What one of all daemons does with the audit. */
export function auditTasks(newContext: () => Context, keepDays: number): readonly PeriodicTask[] {
  const sealing: PeriodicTask = {
    name: "audit-seal",
    every: sealEvery,
    async run() {
      await sealAuditEvents(newContext())
    },
  }
  const pruning: PeriodicTask = {
    name: "audit-prune",
    every: hour,
    async run() {
      const context = newContext()
      await pruneAuditEvents(context, oldestKept(context.clock.now(), keepDays))
    },
  }
  return keepDays === 0 ? [sealing] : [sealing, pruning]
}

function oldestKept(now: Instant, days: number): Instant {
  return now - days * day
}

/**
 * What each daemon does for itself: telling what it counted, and signing, where it has the key.
 *
 * @returns what ends it; what is still counted then is told first
 */
export function keepOwnAudit(
  newContext: () => Context,
  signer: AuditSigner | undefined,
  log: Logger,
): () => Promise<void> {
  let running = Promise.resolve()
  const timer = setInterval(() => {
    running = running.then(() => work())
  }, lookEvery)
  timer.unref()

  async function work(isEnd = false): Promise<void> {
    const context = newContext()
    try {
      await writeCountedEvents(context, isEnd)
      const signed = signer && (await signAuditHead(context, signer))
      if (signed !== undefined) await signer?.keep(signed)
    } catch (err) {
      log.warn({ err }, "the audit could not be brought up to date; this is tried again")
    }
  }

  return async () => {
    clearInterval(timer)
    await running
    await work(true)
  }
}
