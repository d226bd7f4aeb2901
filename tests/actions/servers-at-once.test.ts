import {
  addAccess,
  createServer,
  deleteKey,
  enrolServer,
  listAccesses,
  listServers,
  removeMember,
  showServer,
  updateServer,
} from "@latchkey/core"
import { describe, expect, test } from "vitest"
import { onEachDatabase } from "../../packages/daemon/test/db/databases.ts"
import { codeOf } from "../kit/codes.ts"
import { openInstallation } from "../kit/installation.ts"
import { addKeyOf, letInto, newReport, newServer } from "../kit/servers.ts"

/** Two daemons over one database, or two connections to one file, where the database is SQLite. */
describe("of what is done to a project's servers at once", () => {
  onEachDatabase((current) => {
    test("a code enrols one machine", async () => {
      const one = await openInstallation(current())
      const other = await one.otherDaemon()
      for (let round = 0; round < 5; round++) {
        const { server, secret } = await newServer(one)
        const reports = [newReport(), newReport(), newReport()]
        const outcomes = await Promise.allSettled(
          reports.map((report, at) => enrolServer(at % 2 ? other : one.context, secret, report)),
        )
        const enrolled = outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []))
        expect(enrolled).toHaveLength(1)
        const [winner] = enrolled
        expect(await showServer(one.context, one.bob, server.id)).toEqual(winner?.server)
        const hash = one.context.secrets.hash(winner?.token ?? "")
        expect((await other.database.stores.servers.findByToken(hash))?.id).toBe(server.id)
      }
      await one.close()
    })

    test("changes by two people both hold", async () => {
      const one = await openInstallation(current())
      const other = await one.otherDaemon()
      const { server, project } = await newServer(one)
      const carol = await one.add("carol")
      await letInto(one, project, carol, "member")
      for (let round = 0; round < 5; round++) {
        const address = `web-${round}.example.org`
        const stalePolicy = round % 2 === 0 ? "deny" : "keep"
        await Promise.all([
          updateServer(one.context, one.bob, server.id, { address }),
          updateServer(other, carol, server.id, { stalePolicy }),
        ])
        expect(await showServer(one.context, one.bob, server.id)).toMatchObject({ address, stalePolicy })
      }
      await one.close()
    })

    test("a name goes to one server, and no more servers come than the quota allows", async () => {
      const one = await openInstallation(current())
      const other = await one.otherDaemon()
      const { project } = await newServer(one)
      const create = (name: string, at: number) =>
        codeOf(createServer(at % 2 ? other : one.context, one.bob, project.id, { name }))
      expect((await Promise.all(["same", "same", "SAME"].map(create))).toSorted()).toEqual([
        "conflict",
        "conflict",
        "done",
      ])
      for (let count = 3; count < project.serverQuota; count++) await create(`web-${count}`, 0)
      const codes = await Promise.all(["x", "y", "z"].map(create))
      expect(codes.toSorted()).toEqual(["done", "quota_exceeded", "quota_exceeded"])
      expect(await listServers(one.context, one.bob, project.id)).toHaveLength(project.serverQuota)
      await one.close()
    })

    test("one access is given, and none to somebody who is removed meanwhile", async () => {
      const one = await openInstallation(current())
      const other = await one.otherDaemon()
      const { server, project } = await newServer(one)
      const carol = await one.add("carol")
      for (let round = 0; round < 5; round++) {
        await letInto(one, project, carol, "member")
        const subject = { kind: "account", accountId: carol.account.id } as const
        const give = (at: number) =>
          codeOf(addAccess(at % 2 ? other : one.context, one.bob, server.id, { loginUser: "deploy", subject }))
        expect((await Promise.all([give(0), give(1)])).toSorted()).toEqual(["conflict", "done"])
        const late = addAccess(other, one.bob, server.id, { loginUser: "root", subject })
        await Promise.all([codeOf(late), removeMember(one.context, one.bob, project.id, carol.account.id)])
        expect(await listAccesses(one.context, one.bob, server.id)).toEqual([])
      }
      await one.close()
    })

    test("no access stays to a key that is deleted meanwhile", async () => {
      const one = await openInstallation(current())
      const other = await one.otherDaemon()
      const { server } = await newServer(one)
      for (let round = 0; round < 5; round++) {
        const key = await addKeyOf(one.context, one.bob, `key ${round}`)
        const subject = { kind: "key", keyId: key.id } as const
        const [given] = await Promise.all([
          codeOf(addAccess(other, one.bob, server.id, { loginUser: "deploy", subject })),
          deleteKey(one.context, one.bob, key.id),
        ])
        expect(["done", "not_found"]).toContain(given)
        expect(await listAccesses(one.context, one.bob, server.id)).toEqual([])
      }
      await one.close()
    })
  })
})
