import { anonymous } from "../actor.ts"
import type { Context } from "../ports.ts"
import type { Instant } from "../time.ts"
import type { AuditSeal, ChainStart } from "./audit-seal.ts"
import type { AuditSealStore } from "./audit-seal-store.ts"
import { installationTarget } from "./installation-target.ts"
import { newAuditEvent } from "./new-audit-event.ts"

/** About so many events are removed in one transaction; never less than up to the next signed seal. */
const largestStep = 10_000

/** Seals that are read at once. */
const sealsAtOnce = 1000

/**
 * Removes the oldest events, as far as all of them happened before `before`: whole prefixes of the chain, up to a seal
 * that is signed. That one stays: what remains is verified from it. Each step is an event itself.
 *
 * @returns how many events were removed
 */
export async function pruneAuditEvents(context: Context, before: Instant): Promise<number> {
  let total = 0
  for (;;) {
    const removed = await pruneSome(context, before)
    total += removed
    if (removed === 0) return total
  }
}

function pruneSome(context: Context, before: Instant): Promise<number> {
  return context.database.transaction(async (stores) => {
    const start = (await stores.auditSeals.checkpoint()) ?? { number: 0, place: 0 }
    const checkpoint = await nextCheckpoint(stores.auditSeals, start, before)
    if (checkpoint === undefined) return 0
    await stores.auditSeals.prune(checkpoint, context.clock.now())
    const removed = checkpoint.place - start.place
    const facts = {
      target: await installationTarget(stores),
      after: { removed, seal: checkpoint.number, link: checkpoint.link },
    }
    await stores.auditEvents.append(newAuditEvent(context, anonymous, "audit.prune", facts))
    return removed
  })
}

/** The signed seal to remove events up to: the last within a step, or the first beyond it. */
async function nextCheckpoint(
  seals: AuditSealStore,
  start: Pick<ChainStart, "number" | "place">,
  before: Instant,
): Promise<AuditSeal | undefined> {
  let found: AuditSeal | undefined
  for (let after = start.number; ; ) {
    const some = await seals.listSeals(after, sealsAtOnce)
    for (const seal of some) {
      if (seal.newestAt >= before) return found
      if (found !== undefined && seal.place - start.place > largestStep) return found
      if (seal.signature !== undefined) found = seal
      after = seal.number
    }
    if (some.length < sealsAtOnce) return found
  }
}
