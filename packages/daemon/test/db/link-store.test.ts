import {
  type AccountId,
  type Invitation,
  type Link,
  linkId,
  type PasswordReset,
  projectId,
  type Stores,
} from "@latchkey/core"
import { describe, expect, test } from "vitest"
import { newId, onEachDatabase } from "./databases.ts"
import { addAccount } from "./rows.ts"

const common = (createdBy: AccountId) => ({ id: linkId(newId()), createdBy, createdAt: 1000, expiresAt: 5000 })

const invitation = (createdBy: AccountId, given: Partial<Invitation> = {}): Invitation => ({
  ...common(createdBy),
  kind: "invitation",
  handle: "carol",
  ...given,
})

const passwordReset = (createdBy: AccountId, accountId: AccountId): PasswordReset => ({
  ...common(createdBy),
  kind: "password_reset",
  accountId,
})

async function add<L extends Link>(stores: Stores, link: L): Promise<L> {
  await stores.links.insert(link, `hash of ${link.id}`)
  return link
}

describe("one-time links", () => {
  onEachDatabase((current) => {
    test("one of each kind is read as it was stored, by id and by its secret's hash", async () => {
      const { stores } = await current().open()
      const ada = await addAccount(stores)
      const project = { id: projectId(newId()), name: "p", kind: "shared", serverQuota: 1, createdAt: 1 } as const
      await stores.projects.insert(project)
      const toProject = { kind: "project_invitation", projectId: project.id, role: "viewer" } as const
      const links = [invitation(ada.id), passwordReset(ada.id, ada.id), { ...common(ada.id), ...toProject }]
      for (const link of links) {
        await add(stores, link)
        expect(await stores.links.find(link.id)).toEqual(link)
        expect(await stores.links.findByHash(`hash of ${link.id}`)).toEqual(link)
      }
      expect(await stores.links.findByHash("no hash")).toBeUndefined()
      expect(await stores.links.listByProject(project.id, 4999)).toEqual([links[2]])
      expect(await stores.links.listByProject(project.id, 5000)).toEqual([])
      expect(await stores.links.listOfAdmins(4999)).toEqual([links[1], links[0]])
      expect(await stores.links.listOfAdmins(5000)).toEqual([])
    })

    test("an invitation reserves its handle until it expires", async () => {
      const { stores } = await current().open()
      const ada = await addAccount(stores)
      await add(stores, invitation(ada.id, { expiresAt: 2000 }))
      const newer = await add(stores, invitation(ada.id))
      expect(await stores.links.findInvitation("carol", 3000)).toEqual(newer)
      expect(await stores.links.findInvitation("carol", 5000)).toBeUndefined()
      expect(await stores.links.findInvitation("dave", 1500)).toBeUndefined()
    })

    test("one is deleted once, of many who do it at once from two daemons", async () => {
      const daemons = [await current().open(), await current().open()]
      const { stores } = daemons[0] ?? expect.fail()
      const link = await add(stores, invitation((await addAccount(stores)).id))
      const outcomes = await Promise.all(
        Array.from({ length: 6 }, (_, at) => daemons[at % 2]?.transaction(({ links }) => links.delete(link.id))),
      )
      expect(outcomes.filter((deleted) => deleted)).toHaveLength(1)
    })

    test("the password resets of an account go together, and what has expired is removed", async () => {
      const { stores } = await current().open()
      const [ada, bob] = [await addAccount(stores), await addAccount(stores)]
      const gone = [
        await add(stores, passwordReset(ada.id, bob.id)),
        await add(stores, passwordReset(ada.id, bob.id)),
        await add(stores, invitation(ada.id, { expiresAt: 2999 })),
      ]
      const kept = [await add(stores, passwordReset(ada.id, ada.id)), await add(stores, invitation(ada.id))]
      await stores.links.deletePasswordResets(bob.id)
      await stores.links.deleteExpired(3000)
      for (const { id } of gone) expect(await stores.links.find(id)).toBeUndefined()
      for (const link of kept) expect(await stores.links.find(link.id)).toEqual(link)
    })
  })
})
