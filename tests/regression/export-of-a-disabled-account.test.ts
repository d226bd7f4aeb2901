// The attack: an administrator who is about to be disabled, or demoted, begins an export of the audit and reads it slowly.
// The account was looked at when the export began and never again, so everything that happened from then on still
// left to whoever had no right to it any more.

import {
  auditEventId,
  type Context,
  exportAuditChain,
  exportAuditEvents,
  maximumPageSize,
  type SignedIn,
  sealAuditEvents,
} from "@latchkey/core"
import { afterEach, beforeEach, expect, test } from "vitest"
import { codeOf } from "../kit/codes.ts"
import { type Installation, openInstallation } from "../kit/installation.ts"

let installation: Installation
let context: Context
let admin: SignedIn
beforeEach(async () => {
  installation = await openInstallation()
  context = installation.context
  const { account, ...actor } = installation.bob
  if (account.kind !== "person") throw new Error("bob is a person")
  admin = { ...actor, account: { ...account, role: "admin" } }
  await context.database.stores.accounts.update(admin.account)
  const target = { kind: "account", id: account.id, name: "bob", accountId: account.id } as const
  const event = { action: "account.update", outcome: "done", target, ...context.origin } as const
  await context.database.transaction(async ({ auditEvents }) => {
    for (let count = 0; count < 2 * maximumPageSize; count++) {
      await auditEvents.append({ ...event, id: auditEventId(context.secrets.id()), at: context.clock.now() })
    }
  })
  installation.tick(60_000)
  await sealAuditEvents(context)
})
afterEach(() => installation.close())

const exports = {
  events: () => exportAuditEvents(context, admin, {}),
  chain: () => exportAuditChain(context, admin),
} as const

async function readTo(end: AsyncIterator<unknown>): Promise<void> {
  while (!(await end.next()).done);
}

test.each(["events", "chain"] as const)("an export of the %s ends with the account", async (what) => {
  const reading = (await exports[what]())[Symbol.asyncIterator]()
  expect((await reading.next()).done).toBe(false)
  await installation.disable(admin.account)
  expect(await codeOf(readTo(reading))).toBe("unauthenticated")
})

test("an export of the events of all ends with the role of whoever began it", async () => {
  const reading = (await exports.chain())[Symbol.asyncIterator]()
  expect((await reading.next()).done).toBe(false)
  await context.database.stores.accounts.update(installation.bob.account)
  expect(await codeOf(readTo(reading))).toBe("forbidden")
})
