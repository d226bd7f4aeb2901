import { routes } from "@latchkey/contract"
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"
import { type Computer, openComputer } from "../interop/ssh-clients.ts"
import { noBrowser, noGateway, startConsole, type TestConsole, timeout } from "./kit.ts"

describe.skipIf(noBrowser || noGateway)("a first login that another page saw", { timeout }, () => {
  let app: TestConsole
  let computer: Computer
  beforeAll(async () => {
    computer = openComputer()
    app = await startConsole({ gateway: true })
  })
  afterAll(async () => {
    await app?.close()
    computer?.remove()
  })
  afterEach(() => expect(app.faults()).toEqual([]))

  test("leaves nothing to listen for on Overview", async () => {
    const { client } = app.alice
    const gateway = await client.call(routes.showGateway, {})
    if (gateway.state === "off") throw new Error(`the gateway is off: ${gateway.message}`)
    const page = await app.open("/")
    await page.getByText("Add a key", { exact: true }).waitFor()
    const main = page.getByRole("navigation", { name: "Main" })
    await main.getByRole("link", { name: /^Keys/ }).click()
    await page.getByText("No keys yet.").waitFor()

    const key = computer.makeKey("laptop", ["-t", "ed25519"], "laptop")
    await client.call(routes.importKeys, { body: { keys: [{ text: key.line, name: "laptop" }] } })
    const { user, port } = gateway
    expect(await computer.ssh({ user, port, key })).toMatchObject({ status: 0 })
    const row = page.getByRole("row", { name: /laptop/ })
    await row.getByText("just now").waitFor()

    await main.getByRole("link", { name: "Overview" }).click()
    await page.getByText("You are set.").waitFor()
    expect(await page.getByText("Listening for your key").count()).toBe(0)
  })
})
