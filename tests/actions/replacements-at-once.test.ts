import {
  addAccess,
  deleteKey,
  finishReplacement,
  listServerKeys,
  type OwnedKey,
  removeReplaced,
  showReplacement,
  startReplacement,
} from "@latchkey/core"
import { describe, expect, test } from "vitest"
import { onEachDatabase } from "../../packages/daemon/test/db/databases.ts"
import { codeOf } from "../kit/codes.ts"
import { openInstallation } from "../kit/installation.ts"
import { addKeyOf, newServer } from "../kit/servers.ts"

/** Two daemons over one database, or two connections to one file, where the database is SQLite. */
describe("of what is done at once to keys that are being replaced", () => {
  onEachDatabase((current) => {
    async function scene() {
      const one = await openInstallation(current())
      const other = await one.otherDaemon()
      const { context, bob } = one
      const { server } = await newServer(one)

      async function keys(round: number): Promise<readonly [OwnedKey, OwnedKey, OwnedKey]> {
        const [first, second, third] = ["first", "second", "third"].map((name) => `${name} ${round}`)
        const made = [first, second, third].map((name) => addKeyOf(context, bob, name ?? ""))
        const [a, b, c] = await Promise.all(made)
        if (a === undefined || b === undefined || c === undefined) throw new Error("three keys were made")
        await addAccess(context, bob, server.id, { loginUser: "deploy", subject: { kind: "key", keyId: a.id } })
        return [a, b, c]
      }

      async function opens(round: number): Promise<readonly string[]> {
        const { openings } = await listServerKeys(context, bob, server.id)
        return openings.map(({ key }) => key.name).filter((name) => name.endsWith(` ${round}`))
      }

      const start = (by: typeof context, from: OwnedKey, to: OwnedKey) =>
        startReplacement(by, bob, from.id, { newKeyId: to.id, removeAfterLogin: false })
      return { one, other, context, bob, server, keys, opens, start }
    }

    test("two replacements with a key in common do not both begin", async () => {
      const { one, other, context, keys, start } = await scene()
      for (let round = 0; round < 4; round++) {
        const [a, b, c] = await keys(round)
        const others = [() => start(other, b, c), () => start(other, c, b), () => start(other, a, c)]
        const begin = others[round] ?? (() => start(other, b, a))
        const codes = await Promise.all([codeOf(start(context, a, b)), codeOf(begin())])
        expect(codes.toSorted()).toEqual(["conflict", "done"])
      }
      await one.close()
    })

    test("the new key opens what the old one did, whether that is deleted or the replacement is finished", async () => {
      const { one, other, context, bob, keys, opens, start } = await scene()
      for (let round = 0; round < 3; round++) {
        const [a, b] = await keys(round)
        await start(context, a, b)
        await Promise.allSettled([deleteKey(context, bob, a.id), finishReplacement(other, bob, b.id)])
        expect(await opens(round)).toEqual([b.name])
        expect(await showReplacement(context, bob, b.id)).toBeUndefined()
      }
      await one.close()
    })

    test("somebody can open, when the new key is deleted while the old one is removed from a place", async () => {
      const { one, other, context, bob, server, keys, opens, start } = await scene()
      for (let round = 0; round < 3; round++) {
        const [a, b] = await keys(round)
        await start(context, a, b)
        const place = { serverId: server.id, loginUser: "deploy" }
        await Promise.allSettled([removeReplaced(context, bob, a.id, place), deleteKey(other, bob, b.id)])
        expect(await opens(round)).toEqual([a.name])
      }
      await one.close()
    })
  })
})
