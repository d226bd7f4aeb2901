import { eventsPath, routes } from "@latchkey/contract"
import { afterAll, beforeAll, expect, test } from "vitest"
import { addAccount } from "../../../../tests/kit/accounts.ts"
import {
  clientWithToken,
  openBrowser,
  type RunningDaemon,
  type SignedUp,
  signUp,
  startDaemon,
  testPassword,
} from "../../../../tests/kit/daemon.ts"
import { openEvents, type ReadStream } from "../../../../tests/kit/event-stream.ts"
import { newPublicLine } from "../../../../tests/kit/public-line.ts"

const patience = { timeout: 20_000 }

let daemon: RunningDaemon
let alice: SignedUp
let bob: SignedUp
beforeAll(async () => {
  daemon = await startDaemon()
  alice = await signUp(daemon)
  bob = await addAccount(daemon, "bob")
})
afterAll(() => daemon.stop())

const opened: ReadStream[] = []
async function listenAs(headers: Record<string, string>): Promise<ReadStream> {
  const stream = await openEvents(daemon.url, headers)
  opened.push(stream)
  return stream
}
const byToken = ({ token }: SignedUp) => ({ authorization: `Bearer ${token}` })

afterAll(() => Promise.all(opened.map((stream) => stream.close())))

const importKey = ({ client }: SignedUp) =>
  client.call(routes.importKeys, { body: { keys: [{ text: newPublicLine("a") }] } })

test("a stream tells its account what changed, and never what it is", async () => {
  const stream = await listenAs(byToken(bob))
  expect(stream.headers.get("content-type")).toBe("text/event-stream")
  expect(stream.headers.get("x-accel-buffering")).toBe("no")
  expect(stream.headers.get("cache-control")).toBe("no-store, no-transform")
  const { results } = await importKey(bob)
  await stream.hears("keys")
  await stream.hears("audit")
  const [result] = results
  if (result?.outcome !== "imported") throw new Error("the key was not imported")
  expect(stream.text()).not.toContain(result.key.id)
  expect(stream.text()).not.toContain("bob")
})

test("what one account does is told to it and to admins, and to nobody else", async () => {
  const [ofBob, ofAlice] = [await listenAs(byToken(bob)), await listenAs(byToken(alice))]
  await importKey(alice)
  await ofAlice.hears("keys")
  // What comes last on a stream comes after all that it will ever hear of the import.
  await bob.client.call(routes.createToken, { body: { name: "after", scopes: ["keys:read"] } })
  await ofBob.hears("tokens")
  await ofAlice.hears("audit")
  expect([...ofAlice.topics()]).not.toContain("tokens")
  expect([...ofBob.topics()]).not.toContain("keys")
})

test("what a robot does to its own keys is told to whoever is in its project", async () => {
  const project = await bob.client.call(routes.createProject, { body: { name: "atlas" } })
  const robot = await bob.client.call(routes.createRobot, {
    params: { id: project.id },
    body: { handle: "ci-runner", displayName: "CI" },
  })
  const { secret } = await bob.client.call(routes.createToken, {
    body: { name: "ci", scopes: ["keys:write"], account: robot.id },
  })
  const stream = await listenAs(byToken(bob))
  // Whatever came of the robot's making is told by then.
  await bob.client.call(routes.updateAccount, { body: { displayName: "Bob" } })
  await stream.hears("account")
  const before = stream.text().length
  await importKey({ ...bob, client: clientWithToken(daemon, secret) })
  await expect.poll(() => stream.text().slice(before), patience).toContain('"keys"')
  await expect.poll(() => stream.text().slice(before), patience).toContain('"audit"')
})

test.each(["a name", "an address"])("%s that is changed in one browser is news to another one", async (what) => {
  const [here, there] = [await openBrowser(daemon), await openBrowser(daemon)]
  await here.signIn("bob")
  await there.signIn("bob")
  const stream = await listenAs(there.headers())
  const changed = what === "a name" ? { displayName: "Robert" } : { email: "robert@example.org" }
  if (changed.email === undefined) await here.client.call(routes.updateAccount, { body: changed })
  else await here.client.call(routes.changeEmail, { body: { email: changed.email, currentPassword: testPassword } })
  await stream.hears("account")
  expect(await there.client.call(routes.showAccount, {})).toMatchObject({ account: changed })
})

test("a change that failed is not told", async () => {
  const stream = await listenAs(byToken(bob))
  const twice = { body: { name: "once", scopes: ["keys:read" as const] } }
  await bob.client.call(routes.createToken, twice)
  await stream.hears("tokens")
  const other = await listenAs(byToken(bob))
  await expect(bob.client.call(routes.createToken, twice)).rejects.toMatchObject({ code: "conflict" })
  await importKey(bob)
  await other.hears("keys")
  expect([...other.topics()]).not.toContain("tokens")
})

test("signing out ends the stream of that browser, and no other", async () => {
  const [one, two] = [await openBrowser(daemon), await openBrowser(daemon)]
  for (const browser of [one, two]) await browser.signIn("bob")
  const streams = [await listenAs(one.headers()), await listenAs(two.headers())]
  await one.client.call(routes.signOut, {})
  await expect.poll(() => streams.map((stream) => stream.isOver()), patience).toEqual([true, false])
  expect(streams[0]?.text()).toContain("event: ended\n")
  await streams[1]?.hears("account")
})

test("deleting a token ends its stream", async () => {
  const { secret, token } = await bob.client.call(routes.createToken, {
    body: { name: "short-lived", scopes: ["keys:read"] },
  })
  const stream = await listenAs({ authorization: `Bearer ${secret}` })
  await bob.client.call(routes.deleteToken, { params: { id: token.id } })
  await expect.poll(() => stream.isOver(), patience).toBe(true)
})

test("disabling an account ends its streams, by cookie and by token", async () => {
  const dave = await addAccount(daemon, "dave")
  const browser = await openBrowser(daemon)
  const { account } = await browser.signIn("dave")
  const streams = [await listenAs(byToken(dave)), await listenAs(browser.headers())]
  await alice.client.call(routes.disableAccount, { params: { id: account.id } })
  await expect.poll(() => streams.map((stream) => stream.isOver()), patience).toEqual([true, true])
  for (const stream of streams) expect(stream.text()).toMatch(/event: ended\ndata: \[\]\n\n$/)
})

test("who is not signed in gets no stream", async () => {
  const answers = [{}, { authorization: "Bearer latchkey_nothing" }, { cookie: "latchkey=nothing" }].map((headers) =>
    fetch(`${daemon.url}${eventsPath}`, { headers }),
  )
  expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([401, 401, 401])
})

test("an account can hold so many streams open and no more, until it closes one", async () => {
  const carol = await addAccount(daemon, "carol")
  const streams = await Promise.all(Array.from({ length: 20 }, () => listenAs(byToken(carol))))
  expect(new Set(streams.map(({ status }) => status))).toEqual(new Set([200]))
  const refused = await fetch(`${daemon.url}${eventsPath}`, { headers: byToken(carol) })
  expect(refused.status).toBe(429)
  expect(refused.headers.get("retry-after")).toBe("30")
  expect((await listenAs(byToken(bob))).status).toBe(200)
  await streams[0]?.close()
  const again = async () => {
    const stream = await listenAs(byToken(carol))
    return stream.status
  }
  await expect.poll(again, patience).toBe(200)
})

test("a daemon that stops ends its streams and does not wait for them", async () => {
  const other = await startDaemon()
  const admin = await signUp(other)
  const stream = await openEvents(other.url, byToken(admin))
  expect(await other.stop()).toBe(0)
  await expect.poll(() => stream.isOver(), patience).toBe(true)
  expect(other.log()).not.toContain('"level":50')
})
