// The attack: an administrator who is about to be disabled, or demoted, begins an export of the audit and reads it slowly.
// The account was looked at when the export began and never again, so everything that happened from then on still
// left to whoever had no right to it any more. The same goes for whoever reads the keys of a robot and leaves its project.

import {
  auditEventId,
  type Context,
  createProject,
  createRobot,
  exportAuditChain,
  exportAuditEvents,
  exportKeys,
  importKeys,
  maximumImport,
  maximumPageSize,
  type SignedIn,
  sealAuditEvents,
} from "@latchkey/core"
import { afterEach, beforeEach, expect, test } from "vitest"
import { codeOf } from "../kit/codes.ts"
import { type Installation, openInstallation } from "../kit/installation.ts"
import { newPublicLine } from "../kit/public-line.ts"

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

test("an export of a robot's keys ends with the membership of whoever began it", async () => {
  const { project } = await createProject(context, admin, "atlas")
  const robot = await createRobot(context, admin, project.id, { handle: "ci-runner", displayName: "CI runner" })
  for (let left = maximumPageSize + 1; left > 0; left -= maximumImport) {
    const lines = Array.from({ length: Math.min(left, maximumImport) }, () => newPublicLine("machine"))
    await importKeys(context, admin, [{ text: lines.join("\n") }], robot.id)
  }
  const reading = (await exportKeys(context, admin, "all", robot.id))[Symbol.asyncIterator]()
  expect((await reading.next()).value).toHaveLength(maximumPageSize)
  await context.database.stores.projects.deleteMembership(project.id, admin.account.id)
  expect(await codeOf(readTo(reading))).toBe("not_found")
})

test("an export of the events of all ends with the role of whoever began it", async () => {
  const reading = (await exports.chain())[Symbol.asyncIterator]()
  expect((await reading.next()).done).toBe(false)
  await context.database.stores.accounts.update(installation.bob.account)
  expect(await codeOf(readTo(reading))).toBe("forbidden")
})
