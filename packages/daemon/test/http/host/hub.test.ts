import { type Changes, projectId, type ServerId, serverId, type WantedBundle } from "@latchkey/core"
import { afterEach, expect, test } from "vitest"
import { createHub, type Hub, type PollAnswer } from "../../../src/http/host/hub.ts"

const patience = { timeout: 20_000 }
const noChanges: Changes = { announce() {}, listen: () => () => {} }

let hub: Hub | undefined
afterEach(() => hub?.stop())

function wanted(id: ServerId): WantedBundle {
  const facts = {
    projectId: projectId("p"),
    state: "connected",
    enrolledAt: 1,
    changesAt: Number.POSITIVE_INFINITY,
  } as const
  return { ...facts, serverId: id, version: 1, hash: "0", text: "bundle", isNew: true }
}

test("a server whose bundle cannot be made out holds up no other, and is told to ask again", async () => {
  const ids = Array.from({ length: 1_000 }, (_, index) => serverId(`server ${index}`))
  const broken = ids[417]
  const answers = new Map<ServerId, PollAnswer["kind"]>()
  const batches: (readonly ServerId[])[] = []
  let isBroken = true
  hub = createHub({
    changes: noChanges,
    log: { warn() {} },
    clock: { now: () => 1 },
    async refresh(servers) {
      batches.push(servers)
      if (isBroken && broken !== undefined && servers.includes(broken)) throw new Error("its row cannot be read")
      return servers.map(wanted)
    },
    serversOf: async () => [],
  })
  const poll = (id: ServerId) =>
    hub?.hold(id, { have: 0, enrolledAt: 1, patience: 1, answer: ({ kind }) => answers.set(id, kind) })
  for (const id of ids) poll(id)
  await expect.poll(() => answers.size, patience).toBe(1_000)
  expect(new Set(ids.filter((id) => id !== broken).map((id) => answers.get(id)))).toEqual(new Set(["bundle"]))
  expect(broken && answers.get(broken)).toBe("away")
  // Halves of halves: not one look for each server.
  expect(batches.length).toBeLessThan(30)

  // From then on it goes by itself, until it can be looked at.
  const before = batches.length
  for (const id of ids) poll(id)
  await expect.poll(() => hub?.held(), patience).toBe(0)
  expect(batches.slice(before).every((batch) => batch.length === 1 || !batch.some((id) => id === broken))).toBe(true)
  isBroken = false
  await expect
    .poll(() => {
      if (hub?.held() === 0 && broken !== undefined) poll(broken)
      return broken && answers.get(broken)
    }, patience)
    .toBe("bundle")
}, 60_000)
