import { type AccountId, type ApiToken, apiTokenId } from "@latchkey/core"
import { describe, expect, test } from "vitest"
import { newId, onEachDatabase } from "./databases.ts"
import { addAccount } from "./rows.ts"

function newToken(owner: AccountId, given: Partial<ApiToken> = {}): ApiToken {
  const id = apiTokenId(newId())
  return { id, accountId: owner, name: `token ${id}`, scopes: ["keys:read"], createdAt: 1000, ...given }
}

describe("API tokens", () => {
  onEachDatabase((current) => {
    test("one is read as it was stored, by id and by hash", async () => {
      const { stores } = await current().open()
      const { id } = await addAccount(stores)
      const plain = newToken(id, { scopes: [] })
      const full = newToken(id, {
        name: "CI «nightly»",
        scopes: ["keys:read", "keys:write", "audit:read"],
        expiresAt: 2000,
        lastUsedAt: 1500,
        lastUsedFrom: "192.0.2.7",
      })
      expect(await stores.apiTokens.insert(plain, "hash of plain")).toBe(true)
      expect(await stores.apiTokens.insert(full, "hash of full")).toBe(true)
      expect(await stores.apiTokens.find(plain.id)).toEqual(plain)
      expect(await stores.apiTokens.findByHash("hash of full")).toEqual(full)
      expect(await stores.apiTokens.findByHash("hash")).toBeUndefined()
    })

    test("an account's tokens are listed newest first", async () => {
      const { stores } = await current().open()
      const [ada, bob] = [await addAccount(stores), await addAccount(stores)]
      const tokens = [newToken(ada.id), newToken(ada.id), newToken(ada.id)]
      for (const token of [...tokens, newToken(bob.id)]) await stores.apiTokens.insert(token, token.id)
      expect(await stores.apiTokens.listByAccount(ada.id)).toEqual(tokens.reverse())
    })

    test("a name is taken within its account only", async () => {
      const { stores } = await current().open()
      const [ada, bob] = [await addAccount(stores), await addAccount(stores)]
      expect(await stores.apiTokens.insert(newToken(ada.id, { name: "CI" }), "1")).toBe(true)
      expect(await stores.apiTokens.insert(newToken(bob.id, { name: "CI" }), "2")).toBe(true)
      expect(await stores.apiTokens.insert(newToken(ada.id, { name: "ci" }), "3")).toBe(true)
      expect(await stores.apiTokens.insert(newToken(ada.id, { name: "CI" }), "4")).toBe(false)
      expect(await stores.apiTokens.findByHash("4")).toBeUndefined()
    })

    test("its last use moves forward, never back", async () => {
      const { stores } = await current().open()
      const token = newToken((await addAccount(stores)).id)
      await stores.apiTokens.insert(token, "hash")
      await stores.apiTokens.recordUse(token.id, 5000, "192.0.2.1")
      await stores.apiTokens.recordUse(token.id, 4000, "192.0.2.2")
      expect(await stores.apiTokens.find(token.id)).toEqual({ ...token, lastUsedAt: 5000, lastUsedFrom: "192.0.2.1" })
      await stores.apiTokens.recordUse(token.id, 6000, undefined)
      expect(await stores.apiTokens.find(token.id)).toEqual({ ...token, lastUsedAt: 6000 })
    })

    test("a deleted one is gone", async () => {
      const { stores } = await current().open()
      const token = newToken((await addAccount(stores)).id)
      await stores.apiTokens.insert(token, "hash")
      await stores.apiTokens.delete(token.id)
      expect(await stores.apiTokens.findByHash("hash")).toBeUndefined()
    })
  })
})
