import { type NewLink, routes } from "@latchkey/contract"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { addAccount } from "../kit/accounts.ts"
import { codeOf } from "../kit/codes.ts"
import {
  type Browser,
  clientWithToken,
  openBrowser,
  type RunningDaemon,
  type SignedUp,
  signInWithToken,
  startDaemon,
  testPassword,
} from "../kit/daemon.ts"
import { hasPostgres, type PostgresCluster, startPostgres } from "../kit/postgres.ts"

const rounds = 3
/** Milliseconds: passwords are hashed in turn, and a busy machine is slow at it. */
const timeout = 120_000
const secretOf = ({ url }: NewLink) => new URL(url).hash.slice(1)

describe.skipIf(!hasPostgres())(
  "a link that is used at once through two daemons over one PostgreSQL",
  { timeout },
  () => {
    let cluster: PostgresCluster
    let daemons: readonly RunningDaemon[]
    let admin: SignedUp

    beforeAll(async () => {
      cluster = await startPostgres({ fsync: false })
      const options = { database: cluster.url }
      daemons = await Promise.all([startDaemon(options), startDaemon(options)])
      // Two browsers at each daemon, each with the link that this daemon printed.
      const winner = await onlyOne("conflict", async (browser, { setupToken }, name) => {
        const first = { handle: name, email: `${name}@example.org`, displayName: name, password: testPassword }
        await browser.client.call(routes.setUp, { body: { ...first, token: setupToken } })
      })
      admin = await signInWithToken(atFirst(), winner)
    })
    afterAll(async () => {
      await Promise.all((daemons ?? []).map((daemon) => daemon.stop()))
      await cluster?.stop()
    })

    function atFirst(): RunningDaemon {
      const [first] = daemons
      if (first === undefined) throw new Error("no daemon runs")
      return first
    }

    /** Lets four browsers, two at each daemon, try the same at once. Gives the name of the one that wins. */
    async function onlyOne(
      refusal: string,
      tryIt: (browser: Browser, daemon: RunningDaemon, name: string) => Promise<unknown>,
    ): Promise<string> {
      const places = [...daemons, ...daemons].map((daemon, at) => ({ daemon, name: `try-${at}` }))
      const browsers = await Promise.all(places.map(({ daemon }) => openBrowser(daemon)))
      const codes = await Promise.all(
        places.map(({ daemon, name }, at) => {
          const browser = browsers[at]
          if (browser === undefined) throw new Error("each place has a browser")
          return codeOf(tryIt(browser, daemon, name))
        }),
      )
      expect(codes.toSorted()).toEqual(["done", refusal, refusal, refusal].toSorted())
      return places[codes.indexOf("done")]?.name ?? ""
    }

    test("sets up one first account", async () => {
      const { items } = await admin.client.call(routes.listAccounts, { query: {} })
      expect(items).toMatchObject([{ handle: admin.handle, role: "admin" }])
    })

    test("makes one account of an invitation", async () => {
      for (let round = 0; round < rounds; round++) {
        const handle = `invited-${round}`
        const secret = secretOf(await admin.client.call(routes.inviteAccount, { body: { handle } }))
        const winner = await onlyOne("forbidden", (browser, _, name) =>
          browser.client.call(routes.acceptInvitation, {
            body: { secret, email: `${name}-${round}@example.net`, displayName: name, password: testPassword },
          }),
        )
        const { items } = await admin.client.call(routes.listAccounts, { query: { search: handle } })
        expect(items).toMatchObject([{ handle, displayName: winner }])
      }
    })

    test("sets one password", async () => {
      await addAccount(atFirst(), "forgetful")
      const { items } = await admin.client.call(routes.listAccounts, { query: { search: "forgetful" } })
      for (let round = 0; round < rounds; round++) {
        const params = { id: items[0]?.id ?? "" }
        const secret = secretOf(await admin.client.call(routes.offerPasswordReset, { params }))
        const passwordOf = (name: string) => `a new password by ${name} in ${round}`
        const winner = await onlyOne("forbidden", (browser, _, name) =>
          browser.client.call(routes.resetPassword, { body: { secret, password: passwordOf(name) } }),
        )
        const browser = await openBrowser(atFirst())
        await browser.signIn("forgetful", passwordOf(winner))
      }
    })

    test("lets one person into a project", async () => {
      const { id } = await admin.client.call(routes.createProject, { body: { name: "atlas" } })
      const people = new Map<string, SignedUp>()
      for (let at = 0; at < 4; at++) people.set(`try-${at}`, await addAccount(atFirst(), `person-${at}`))
      const invited: string[] = []
      for (let round = 0; round < rounds; round++) {
        const secret = secretOf(
          await admin.client.call(routes.inviteToProject, { params: { id }, body: { role: "viewer" } }),
        )
        const winner = await onlyOne("forbidden", (_, daemon, name) =>
          clientWithToken(daemon, people.get(name)?.token ?? "").call(routes.joinProject, { body: { secret } }),
        )
        invited.push(people.get(winner)?.handle ?? "")
        const { items } = await admin.client.call(routes.listMembers, { params: { id } })
        expect(items.map(({ account }) => account.handle)).toEqual([...invited, admin.handle].toSorted())
        const joined = items.find(({ account }) => account.handle === invited.at(-1))
        await admin.client.call(routes.removeMember, { params: { id, accountId: joined?.account.id ?? "" } })
        invited.pop()
      }
    })
  },
)
