import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { apiPrefix, routes } from "@latchkey/contract"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import {
  openBrowser,
  type RunningDaemon,
  signInWithToken,
  startDaemon,
  testPassword,
} from "../../../../tests/kit/daemon.ts"
import { refusalOf } from "../../../../tests/kit/refusals.ts"

describe("the set-up link", () => {
  let daemon: RunningDaemon
  beforeAll(async () => {
    daemon = await startDaemon()
  })
  afterAll(() => daemon.stop())

  const setUpAs = async (handle: string, token: string, password = testPassword) => {
    const { client } = await openBrowser(daemon)
    const body = { token, handle, email: `${handle}@example.org`, displayName: handle, password }
    return client.call(routes.setUp, { body })
  }

  test("is printed while no account exists", async () => {
    expect(daemon.setupToken).toMatch(/^[\w-]{43}$/)
    expect(await daemon.client.call(routes.showSetup, {})).toEqual({ required: true })
  })

  test("with a wrong token is refused", async () => {
    const wrong = await refusalOf(setUpAs("mallory", `${daemon.setupToken.slice(1)}x`))
    expect(wrong).toMatchObject({ code: "forbidden", message: "that set-up link is not valid" })
  })

  test.each([
    ["handle", { handle: "Ada" }],
    ["handle", { handle: "api" }],
    ["email", { email: "nobody" }],
    ["password", { password: "too short" }],
    ["displayName", { displayName: " " }],
  ])("with a bad %s names that field and makes nothing: %j", async (field, part) => {
    const { client } = await openBrowser(daemon)
    const good = { handle: "ada", email: "ada@example.org", displayName: "Ada", password: testPassword }
    const body = { ...good, ...part, token: daemon.setupToken }
    const refusal = await refusalOf(client.call(routes.setUp, { body }))
    expect(refusal.code).toBe("invalid")
    expect(refusal.fields.map(({ path }) => path)).toEqual([field])
    expect(await daemon.client.call(routes.showSetup, {})).toEqual({ required: true })
  })

  test("works once, though several use it at the same moment", async () => {
    const tries = ["ada", "bob", "carol", "dave"].map((handle) => setUpAs(handle, daemon.setupToken))
    const outcomes = await Promise.allSettled(tries)
    const won = outcomes.filter(({ status }) => status === "fulfilled")
    expect(won).toHaveLength(1)
    for (const outcome of outcomes) {
      if (outcome.status === "rejected") expect(outcome.reason).toMatchObject({ code: "conflict" })
    }
    expect(won).toMatchObject([{ value: { account: { role: "admin" }, by: "login_session" } }])
  })

  test("is void once an account exists", async () => {
    expect(await daemon.client.call(routes.showSetup, {})).toEqual({ required: false })
    expect(await refusalOf(setUpAs("eve", daemon.setupToken))).toMatchObject({ code: "conflict" })
  })
})

test.each([
  ["fr", "fr"],
  [undefined, "en"],
] as const)("the first account with the language %s speaks %s", async (language, spoken) => {
  const daemon = await startDaemon()
  const { client } = await openBrowser(daemon)
  const first = { handle: "ada", email: "ada@example.org", displayName: "Ada", password: testPassword }
  const wrong = { ...first, language: "xx", token: daemon.setupToken }
  const response = await fetch(`${daemon.url}${apiPrefix}${routes.setUp.path}`, {
    method: "POST",
    headers: { ...(await openBrowser(daemon)).headers(), "content-type": "application/json" },
    body: JSON.stringify(wrong),
  })
  expect(response.status).toBe(400)
  const body = { ...first, language, token: daemon.setupToken }
  const { account } = await client.call(routes.setUp, { body })
  expect(account).toMatchObject({ language: spoken })
  await daemon.stop()
})

test("the set-up link is new at each start", async () => {
  const dataFolder = mkdtempSync(join(tmpdir(), "latchkey-starts-"))
  const tokens = []
  for (let start = 0; start < 2; start++) {
    const daemon = await startDaemon({ dataFolder })
    tokens.push(daemon.setupToken)
    await daemon.stop()
  }
  for (const token of tokens) expect(token).toMatch(/^[\w-]{43}$/)
  expect(tokens[0]).not.toBe(tokens[1])
  rmSync(dataFolder, { recursive: true })
})

test("the settings can make the first account instead, once", async () => {
  const folder = mkdtempSync(join(tmpdir(), "latchkey-admin-"))
  const passwordFile = join(folder, "password")
  writeFileSync(passwordFile, `${testPassword}\nsecond line\n`)
  const env = { LATCHKEY_ADMIN_HANDLE: "root-of-all", LATCHKEY_ADMIN_PASSWORD_FILE: passwordFile }
  const unattended = await startDaemon({ dataFolder: folder, env })
  expect([unattended.setupToken, unattended.printed().includes("setup")]).toEqual(["", false])
  const { client } = await signInWithToken(unattended, "root-of-all")
  const { account } = await client.call(routes.showAccount, {})
  expect(account).toMatchObject({ role: "admin", email: "root-of-all@localhost" })
  await unattended.stop()

  writeFileSync(passwordFile, "another password")
  const later = await startDaemon({ dataFolder: folder, env })
  await signInWithToken(later, "root-of-all")
  await later.stop()
  rmSync(folder, { recursive: true, force: true })
})
