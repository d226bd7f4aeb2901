import {
  type AccountId,
  type ApiToken,
  type AuthToken,
  apiTokenId,
  authTokenId,
  createPersonalProject,
  type Stores,
} from "@latchkey/core"
import { describe, expect, test } from "vitest"
import { createSecrets } from "../../src/secrets.ts"
import { newId, onEachDatabase } from "./databases.ts"
import { addAccount } from "./rows.ts"

const secrets = createSecrets()

function newToken(accountId: AccountId, given: Partial<AuthToken> = {}): AuthToken {
  return {
    id: authTokenId(newId()),
    accountId,
    methods: ["password"],
    scopes: ["keys:read", "keys:write"],
    issuedAt: 1000,
    expiresAt: 5000,
    ...given,
  }
}

async function addApiToken(stores: Stores, accountId: AccountId): Promise<ApiToken> {
  const id = apiTokenId(newId())
  const token: ApiToken = { id, accountId, name: id, scopes: [], createdAt: 0 }
  await stores.apiTokens.insert(token, id)
  return token
}

describe("auth tokens", () => {
  onEachDatabase((current) => {
    test("one is read as it was stored, by id and by hash", async () => {
      const { stores } = await current().open()
      const ada = await addAccount(stores)
      const project = await createPersonalProject({ secrets }, stores, ada)
      const plain = newToken(ada.id, { scopes: [] })
      const full = newToken(ada.id, {
        methods: ["token", "application_credential"],
        apiTokenId: (await addApiToken(stores, ada.id)).id,
        projectId: project.id,
        firstId: plain.id,
        gotWithId: plain.id,
      })
      await stores.authTokens.insert(plain, "hash of plain")
      await stores.authTokens.insert(full, "hash of full")
      expect(await stores.authTokens.find(plain.id)).toEqual(plain)
      expect(await stores.authTokens.findByHash("hash of full")).toEqual(full)
      expect(await stores.authTokens.findByHash("hash")).toBeUndefined()
    })

    test("those of an API token go with it, and those of a project with that", async () => {
      const { stores } = await current().open()
      const ada = await addAccount(stores)
      const project = await createPersonalProject({ secrets }, stores, ada)
      const api = await addApiToken(stores, ada.id)
      const tokens = [
        newToken(ada.id, { apiTokenId: api.id }),
        newToken(ada.id, { projectId: project.id }),
        newToken(ada.id),
      ]
      for (const token of tokens) await stores.authTokens.insert(token, token.id)
      const left = async () =>
        Promise.all(tokens.map(async ({ id }) => (await stores.authTokens.find(id)) !== undefined))
      await stores.apiTokens.delete(api.id)
      expect(await left()).toEqual([false, true, true])
      await stores.projects.delete(project.id)
      expect(await left()).toEqual([false, false, true])
    })

    test("a chain as long as no database goes by itself ends with its first one, and in every other way", async () => {
      const { stores, transaction } = await current().open()
      const [ada, bob] = [await addAccount(stores), await addAccount(stores)]
      const addChain = async () => {
        const api = await addApiToken(stores, ada.id)
        const first = newToken(ada.id, { apiTokenId: api.id, expiresAt: 2000 })
        const chain = [first]
        let last = first
        for (let count = 0; count < 1500; count++) {
          last = newToken(ada.id, { apiTokenId: api.id, expiresAt: 2000, gotWithId: last.id })
          chain.push(last)
        }
        await transaction(async ({ authTokens }) => {
          for (const token of chain) await authTokens.insert(token, token.id)
        })
        return { api: api.id, first: first.id, last: last.id }
      }
      const other = newToken(bob.id)
      await stores.authTokens.insert(other, "other")
      const endings = [
        ({ first }) => stores.authTokens.delete(first),
        ({ api }) => stores.apiTokens.delete(api),
        () => stores.authTokens.deleteByAccount(ada.id),
        () => stores.authTokens.deleteStale(2001),
      ] satisfies ((chain: Awaited<ReturnType<typeof addChain>>) => Promise<void>)[]
      for (const end of endings) {
        const chain = await addChain()
        await end(chain)
        expect(await stores.authTokens.find(chain.last)).toBeUndefined()
        expect(await stores.authTokens.find(other.id)).toEqual(other)
      }
    })

    test("those of an account, of one project of it, and those that ended are removed and no others", async () => {
      const { stores } = await current().open()
      const [ada, bob] = [await addAccount(stores), await addAccount(stores)]
      const project = await createPersonalProject({ secrets }, stores, ada)
      const [scoped, plain, short] = [
        newToken(ada.id, { projectId: project.id }),
        newToken(ada.id),
        newToken(bob.id, { expiresAt: 2000 }),
      ]
      const others = newToken(bob.id)
      for (const token of [scoped, plain, short, others]) await stores.authTokens.insert(token, token.id)
      await stores.authTokens.deleteStale(2001)
      expect(await stores.authTokens.find(short.id)).toBeUndefined()
      await stores.authTokens.deleteByAccount(ada.id, project.id)
      expect(await stores.authTokens.find(scoped.id)).toBeUndefined()
      expect(await stores.authTokens.find(plain.id)).toEqual(plain)
      await stores.authTokens.deleteByAccount(ada.id)
      expect(await stores.authTokens.find(plain.id)).toBeUndefined()
      expect(await stores.authTokens.find(others.id)).toEqual(others)
    })
  })
})
