import { setTimeout as sleep } from "node:timers/promises"
import { type Context, CoreError, type SeenUse, type Stores, sshKeyId } from "@latchkey/core"
import pino from "pino"
import { expect, test } from "vitest"
import { batchKeyUses } from "../../src/sshd/key-uses.ts"
import { startTestGateway } from "./test-gateway.ts"

const first = sshKeyId("01a200bd-4502-7000-8e0a-34dc05382b86")
const second = sshKeyId("01a200bd-4502-7000-8e0a-34dc05382b87")
const log = pino({ level: "silent" })

/** A context that keeps the batches it is given; the first `failures` of them fail. */
async function recorder(failures: number) {
  const started = await startTestGateway({ listen: "off" })
  const batches: (readonly SeenUse[])[] = []
  let left = failures
  const transaction = async <T>(work: (stores: Stores) => Promise<T>): Promise<T> => {
    if (left-- > 0) throw new CoreError("unavailable", "the database does not answer")
    const { stores } = started.context.database
    const recordUses = async (uses: readonly SeenUse[]) => void batches.push(uses)
    return work({ ...stores, sshKeys: { ...stores.sshKeys, recordUses } })
  }
  const context: Context = { ...started.context, database: { ...started.context.database, transaction } }
  return { batches, context, stop: started.stop }
}

test("logins within half a second are written in one batch, the last of each key", async () => {
  const { batches, context, stop } = await recorder(0)
  const uses = batchKeyUses(() => context, log)
  for (const at of [1, 2, 3]) uses.add({ keyId: first, at })
  uses.add({ keyId: second, at: 4 })
  expect(batches).toEqual([])
  await sleep(700)
  expect(batches).toEqual([
    [
      { keyId: first, at: 3, logins: 3 },
      { keyId: second, at: 4 },
    ],
  ])
  await uses.stop()
  await stop()
})

test("logins are kept while the database is away, and a newer one wins", async () => {
  const { batches, context, stop } = await recorder(1)
  const uses = batchKeyUses(() => context, log)
  uses.add({ keyId: first, at: 1 })
  uses.add({ keyId: second, at: 2 })
  await sleep(600)
  uses.add({ keyId: first, at: 3 })
  await expect.poll(() => batches, { timeout: 2000 }).toHaveLength(1)
  expect(batches[0]).toEqual([
    { keyId: first, at: 3, logins: 2 },
    { keyId: second, at: 2 },
  ])
  await uses.stop()
  await stop()
})

test("what is left is written at the stop", async () => {
  const { batches, context, stop } = await recorder(0)
  const uses = batchKeyUses(() => context, log)
  uses.add({ keyId: first, at: 1 })
  await uses.stop()
  expect(batches).toEqual([[{ keyId: first, at: 1 }]])
  await stop()
})
