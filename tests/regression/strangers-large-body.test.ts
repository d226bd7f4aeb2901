// The attack: nobody at all posts bodies of 1 MiB, which an import may have. Each is read and searched for private keys,
// which keeps the daemon busy for whoever pays nothing for it.

import { randomBytes } from "node:crypto"
import { readFileSync } from "node:fs"
import { defaultBodyLimit, routes } from "@latchkey/contract"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { openBrowser, type RunningDaemon, type SignedUp, signUp, startDaemon } from "../kit/daemon.ts"
import { newPublicLine } from "../kit/public-line.ts"

const privateKey = readFileSync(new URL("../../vectors/valid/private/openssh_ed25519", import.meta.url), "latin1")
const filler = randomBytes(defaultBodyLimit / 2).toString("hex")
const importOf = (text: string) => JSON.stringify({ keys: [{ text }] })

let daemon: RunningDaemon
let alice: SignedUp
beforeAll(async () => {
  daemon = await startDaemon()
  alice = await signUp(daemon)
})
afterAll(() => daemon.stop())

async function post(path: string, body: string | ReadableStream, headers: Record<string, string> = {}) {
  const type = { "content-type": "application/json" }
  const request = { method: "POST", headers: { ...type, ...headers }, body, duplex: "half" } as const
  const response = await fetch(`${daemon.url}/api/v1${path}`, request)
  return { status: response.status, answer: await response.text() }
}

describe("a body over the common limit", () => {
  const large = importOf(privateKey + filler)

  test("is not searched when it comes from nobody", async () => {
    expect(await post("/keys", large)).toMatchObject({ status: 401 })
    expect(await post("/keys", new Blob([large]).stream())).toMatchObject({ status: 401 })
    expect(await post("/keys", large, { authorization: "Bearer latchkey_none" })).toMatchObject({ status: 401 })
    expect(await post("/keys", large, { cookie: "latchkey=none" })).toMatchObject({ status: 401 })
    expect(await post("/sign-in", large)).toMatchObject({ status: 413 })
    expect(await post("/no/such/path", large)).toMatchObject({ status: 413 })
    const secrets = privateKey.split("\n").filter((line) => line.length > 30 && !line.startsWith("-"))
    expect(secrets.length).toBeGreaterThan(2)
    for (const secret of secrets) expect(daemon.log()).not.toContain(secret)
  })

  test("is searched when somebody who is signed in sends it", async () => {
    const { status, answer } = await post("/keys", large, { authorization: `Bearer ${alice.token}` })
    expect(status).toBe(400)
    expect(answer).toContain("this is a private key")
  })

  test("is imported, by token and by cookie, whether or not its length is said before", async () => {
    const text = `# ${filler}\n${newPublicLine("large")}`
    const stream = new Blob([importOf(`# ${filler}\n${newPublicLine("stream")}`)]).stream()
    const byToken = await post("/keys", stream, { authorization: `Bearer ${alice.token}` })
    expect(byToken).toMatchObject({ status: 200, answer: expect.stringContaining('"outcome":"imported"') })
    const browser = await openBrowser(daemon)
    await browser.signIn("alice")
    const { results } = await browser.client.call(routes.importKeys, { body: { keys: [{ text }] } })
    expect(results).toContainEqual(expect.objectContaining({ outcome: "imported" }))
  })
})

test("a private key in a small body is named as one to nobody too", async () => {
  const { status, answer } = await post("/keys", importOf(privateKey))
  expect(status).toBe(400)
  expect(answer).toContain("this is a private key")
})
