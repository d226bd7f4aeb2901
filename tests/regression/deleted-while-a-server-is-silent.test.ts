// The hole: the receipt of a removal counted only what was removed from then on. A key that was disabled while a server was
// silent, and deleted later, was told of as if it opened nothing anywhere, while that server still let it in.

import { addAccess, deleteKey, disableKey, refreshBundles, showReceipt } from "@latchkey/core"
import { expect, test } from "vitest"
import { facts, settleServers } from "../kit/connected-servers.ts"
import { openInstallation } from "../kit/installation.ts"
import { addKeyOf, connected } from "../kit/servers.ts"

test("a server that has not heard yet counts in each later receipt of the key, until it has", async () => {
  const installation = await openInstallation()
  try {
    const { context, bob, tick } = installation
    const { server } = await connected(installation)
    const key = await addKeyOf(context, bob, "laptop")
    await addAccess(context, bob, server.id, { loginUser: "deploy", subject: { kind: "key", keyId: key.id } })
    await settleServers(installation, [server])
    await disableKey(context, bob, key.id)
    await refreshBundles(context, [server.id], facts)
    tick(60_000)
    const since = context.clock.now()
    await deleteKey(context, bob, key.id)
    const removed = async () => (await showReceipt(context, bob, { keyId: key.id }, since)).removed
    const waiting = [{ server: { name: "web-1" }, loginUser: "deploy" }]
    expect(await removed()).toMatchObject({ total: 1, inEffect: 0, waiting })
    await settleServers(installation, [server])
    expect((await removed()).waiting).toEqual([])
  } finally {
    await installation.close()
  }
})
