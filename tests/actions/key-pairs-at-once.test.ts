import { readFileSync } from "node:fs"
import {
  type Context,
  createApiToken,
  deleteApiToken,
  importKeyPair,
  importKeys,
  issueAuthToken,
  listKeyPairs,
  type SignedIn,
} from "@latchkey/core"
import { describe, expect, test } from "vitest"
import { onEachDatabase } from "../../packages/daemon/test/db/databases.ts"
import { codeOf } from "../kit/codes.ts"
import { openInstallation } from "../kit/installation.ts"
import { newPublicLine } from "../kit/public-line.ts"

const certificate = readFileSync(new URL("../../vectors/invalid/x509_certificate.pem", import.meta.url), "utf8")

const importSsh = (context: Context, actor: SignedIn, name: string) =>
  importKeyPair(context, actor, { name, type: "ssh", publicKey: newPublicLine("x") })
const importX509 = (context: Context, actor: SignedIn, name: string) =>
  importKeyPair(context, actor, { name, type: "x509", publicKey: certificate })

/** Two daemons over one database, or two connections to one file, where the database is SQLite. */
describe("of what OpenStack clients do at once", () => {
  onEachDatabase((current) => {
    test("a name is given to one key or to one certificate", async () => {
      const one = await openInstallation(current())
      const other = await one.otherDaemon()
      for (let round = 0; round < 5; round++) {
        const name = `pair ${round}`
        const codes = await Promise.all([
          codeOf(importSsh(one.context, one.bob, name)),
          codeOf(importX509(other, one.bob, name)),
          codeOf(importSsh(other, one.bob, name)),
          codeOf(importX509(one.context, one.bob, name)),
        ])
        expect(codes.toSorted()).toEqual(["conflict", "conflict", "conflict", "done"])
        const pairs = await listKeyPairs(one.context, one.bob, {})
        expect(pairs.filter((pair) => pair.name === name)).toHaveLength(1)
      }
      await one.close()
    })

    test("a key is of one account, however many names it gets", async () => {
      const one = await openInstallation(current())
      const other = await one.otherDaemon()
      for (let round = 0; round < 5; round++) {
        const line = newPublicLine("x")
        const pair = (name: string) => ({ name: `${name} ${round}`, type: "ssh", publicKey: line }) as const
        await Promise.all([
          codeOf(importKeyPair(one.context, one.bob, pair("first"))),
          codeOf(importKeyPair(other, one.bob, pair("second"))),
          codeOf(importKeyPair(other, one.alice, pair("theirs"))),
          importKeys(one.context, one.alice, [{ text: line, name: `theirs too ${round}` }]),
        ])
        const [bobs, alices] = await Promise.all(
          [one.bob, one.alice].map((actor) => listKeyPairs(one.context, actor, {})),
        )
        const own = (pairs: typeof bobs) => pairs?.filter(({ name }) => name.endsWith(` ${round}`)).length ?? 0
        expect([own(bobs), own(alices)].filter((found) => found > 0)).toHaveLength(1)
      }
      await one.close()
    })

    test("no auth token is left of an API token that is deleted meanwhile", async () => {
      const one = await openInstallation(current())
      const other = await one.otherDaemon()
      for (let round = 0; round < 5; round++) {
        const request = { name: `ci ${round}`, scopes: ["keys:read"] as const }
        const { token, secret } = await createApiToken(one.context, one.bob, request)
        const proof = { method: "application_credential", secret, credential: { id: token.id } } as const
        const [issued] = await Promise.allSettled([
          issueAuthToken(other, proof, "default"),
          deleteApiToken(one.context, one.bob, token.id),
        ])
        if (issued.status === "rejected") expect(issued.reason).toMatchObject({ code: "unauthenticated" })
        else expect(await other.database.stores.authTokens.find(issued.value.authToken.id)).toBeUndefined()
      }
      await one.close()
    })
  })
})
