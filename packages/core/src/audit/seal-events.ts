import type { Context } from "../ports.ts"
import { second } from "../time.ts"
import { chainOrigin, nextLink } from "./audit-seal.ts"

/** Events are sealed when they are this old: nearly all that began before them are committed by then. */
const settleTime = 5 * second

/** So many events are sealed in one transaction. */
const largestSeal = 500

/**
 * Gives every audit event that has settled its place in the chain, and seals them. The order is that of sealing: an event
 * whose transaction was slow comes after younger ones, and none is left out. Several daemons may do this at once: each
 * event is sealed by one.
 *
 * @returns how many events were sealed
 */
export async function sealAuditEvents(context: Context): Promise<number> {
  let total = 0
  for (;;) {
    const sealed = await sealSome(context)
    total += sealed
    if (sealed < largestSeal) return total
  }
}

function sealSome({ database, clock, secrets }: Context): Promise<number> {
  return database.transaction(async ({ accounts, auditSeals }) => {
    const now = clock.now()
    const events = await auditSeals.listUnsealed(now - settleTime, largestSeal)
    if (events.length === 0) return 0
    const head = (await auditSeals.head()) ?? chainOrigin(secrets.hash, await accounts.installationId())
    let { link, place } = head
    const links = events.map(({ id, record }) => {
      link = nextLink(secrets.hash, link, record)
      place += 1
      return { id, place, link }
    })
    const newestAt = Math.max(...events.map(({ at }) => at))
    await auditSeals.seal({ number: head.number + 1, place, link, sealedAt: now, newestAt }, links)
    return events.length
  })
}
