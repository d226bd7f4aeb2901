import type { AuditEvent } from "@latchkey/core"
import type { KyselyPlugin } from "kysely"
import { describe, expect, test } from "vitest"
import { auditStore } from "../../src/db/audit-store.ts"
import { openToRead } from "../../src/db/snapshot.ts"
import { onEachDatabase } from "./databases.ts"
import { addAccount, newEvent } from "./rows.ts"

/** Does something else after the first statement. */
function after(first: () => Promise<void>): KyselyPlugin {
  let isDone = false
  return {
    transformQuery: ({ node }) => node,
    async transformResult({ result }) {
      if (!isDone) {
        isDone = true
        await first()
      }
      return result
    },
  }
}

describe("events that are sealed while they are listed", () => {
  onEachDatabase((current) => {
    test.each(["all", "an account's"])("are listed once each, of %s", async (whose) => {
      const { stores, transaction } = await current().open()
      const account = await addAccount(stores)
      const events: AuditEvent[] = []
      for (let count = 0; count < 5; count++) events.unshift(newEvent(account))
      for (const event of events.toReversed()) await stores.auditEvents.append(event)
      const seal = () =>
        transaction(async ({ auditSeals }) => {
          const links = events.map(({ id }, index) => ({ id, place: index + 1, link: `link ${index}` }))
          await auditSeals.seal({ number: 1, place: 5, link: "link 4", sealedAt: 1, newestAt: 1 }, links)
        })
      const reading = openToRead(current())
      try {
        const meanwhile = auditStore(reading.withPlugin(after(seal)))
        const { items, nextCursor } = await meanwhile.list({
          limit: 3,
          ...(whose !== "all" && { accountId: account.id }),
        })
        expect(items).toEqual(events.slice(0, 3))
        expect(nextCursor).toBeDefined()
        const rest = await meanwhile.list({ limit: 3, cursor: nextCursor ?? "" })
        expect(rest).toEqual({ items: events.slice(3), total: 5 })
      } finally {
        await reading.destroy()
      }
    })
  })
})
