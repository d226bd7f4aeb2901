// The hole: whoever had read an enrolment code could list found keys before anybody confirmed the machine. What the server
// before it had found was gone then, with the marks of break-glass, and keys of a stranger's choice stood there instead.

import { decideFoundKey, listFoundKeys, type Server } from "@latchkey/core"
import { expect, test } from "vitest"
import { openHostWorld } from "../../packages/daemon/test/http/host/host-world.ts"
import { newPublicLine } from "../kit/public-line.ts"

test("a machine that nobody has confirmed says nothing of found keys", async () => {
  const world = await openHostWorld()
  try {
    const { context } = world.door
    const decisions = async ({ id }: Server) =>
      (await listFoundKeys(context, world.alice, id)).items.map(({ decision }) => decision)
    const { server, host } = await world.connect()
    const list = `found-list\nfound root ${newPublicLine("ops desk")}\n`
    expect(await host.reportFound(list)).toBe(204)
    const [found] = (await listFoundKeys(context, world.alice, server.id)).items
    if (found === undefined) throw new Error("the key was not found")
    await decideFoundKey(context, world.alice, server.id, found.id, { decision: "break-glass" })

    const stranger = await world.newHost()
    await stranger.enrol((await world.offer(server)).code)
    expect(await stranger.reportFound(`found-list\nfound root ${newPublicLine("mine")}\n`)).toBe(409)
    expect(await decisions(server)).toEqual([])

    const again = await world.newHost()
    await again.enrol((await world.offer(server)).code)
    await world.confirm(server, again)
    expect(await again.reportFound(list)).toBe(204)
    expect(await decisions(server)).toEqual(["break-glass"])
  } finally {
    await world.close()
  }
})
