import { readFileSync } from "node:fs"
import { type Gateway, routes } from "@latchkey/contract"
import type { Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"
import { type Computer, type KeyPair, openComputer } from "../interop/ssh-clients.ts"
import { requireTool } from "../kit/tools.ts"
import {
  drop,
  eventually,
  noBrowser,
  noGateway,
  paste,
  spoken,
  startConsole,
  type TestConsole,
  timeout,
} from "./kit.ts"

const noPutty = requireTool("plink", "putty-tools") === undefined
const noTools = noBrowser || noGateway || noPutty

describe.skipIf(noTools)("from the import page to the terminal", { timeout }, () => {
  let app: TestConsole
  let computer: Computer
  let gateway: Extract<Gateway, { state: "on" }>
  beforeAll(async () => {
    computer = openComputer()
    app = await startConsole({ gateway: true })
    const shown = await app.daemon.client.call(routes.showGateway, {})
    if (shown.state === "off") throw new Error(`the gateway is off: ${shown.message}`)
    gateway = shown
  })
  afterAll(async () => {
    await app?.close()
    computer?.remove()
  })
  afterEach(() => expect(app.faults()).toEqual([]))

  const login = (key: KeyPair) => ({ user: gateway.user, port: gateway.port, key })
  const ssh = (key: KeyPair) => computer.ssh(login(key))
  const plink = (key: KeyPair) => computer.plink(login(key), gateway.hostKeys[0]?.fingerprint ?? "")
  const greeting = (name: string) => expect.stringContaining(`Hello alice. You are signed in with "${name}"`)
  const refused = { status: 255, stdout: "", stderr: expect.stringContaining("Permission denied (publickey)") }

  async function importAll(page: Page, count: number, name?: string): Promise<void> {
    if (name !== undefined) await page.getByRole("textbox", { name: "Name" }).fill(name)
    await page.getByRole("button", { name: count === 1 ? "Import 1 key" : `Import ${count} keys` }).click()
    await page.getByRole("heading", { name: "Test it" }).waitFor()
  }

  async function openWithPaste(text: string): Promise<Page> {
    const page = await app.open("/keys/import")
    await page.getByRole("textbox", { name: "Public keys" }).waitFor()
    await paste(page, text)
    return page
  }

  test("a pasted key opens a real ssh login, the page sees it, and deleting the key ends that", async () => {
    const key = computer.makeKey("laptop", ["-t", "ed25519"], "laptop")
    expect(await ssh(key)).toEqual(refused)

    const page = await openWithPaste(key.line)
    await importAll(page, 1, "laptop")
    await page.getByText(`-p ${gateway.port} ${gateway.user}@${gateway.host}`).waitFor()
    await page.getByText("Listening for your key").waitFor()
    await page.getByText("It asks whether to trust the host. Is that right?").click()
    for (const { fingerprint } of gateway.hostKeys) await page.getByText(fingerprint).waitFor()

    expect(await ssh(key)).toMatchObject({ status: 0, stdout: greeting("laptop") })
    await page.getByText(/^Your key works\. laptop signed in from 127\.0\.0\.1 at \d\d:\d\d:\d\d\.$/).waitFor()
    await eventually(() => spoken(page, "polite"), "Your key works. laptop signed in.")

    await page.getByRole("link", { name: "Go to Keys" }).click()
    await page
      .getByRole("row", { name: /laptop/ })
      .getByText("just now")
      .waitFor()
    await page.getByRole("button", { name: "Actions for laptop" }).click()
    await page.getByRole("menuitem", { name: "Delete" }).click()
    const dialog = page.getByRole("dialog", { name: "Delete “laptop”?" })
    await dialog.getByText("None. No other key opens it").waitFor()
    await dialog.getByRole("textbox", { name: "Type laptop to confirm" }).fill("laptop")
    await dialog.getByRole("button", { name: "Delete key" }).click()
    await dialog.waitFor({ state: "hidden" })
    expect(await ssh(key)).toEqual(refused)
  })

  test("a login is seen on the key's own page and as the second step of Overview", async () => {
    const key = computer.makeKey("watched", ["-t", "ed25519"], "watched")
    await app.alice.client.call(routes.importKeys, { body: { keys: [{ text: key.line, name: "watched" }] } })
    const overview = await app.open("/")
    await overview.getByText("Listening for your key").waitFor()
    const keys = await app.open("/keys")
    await keys.getByRole("link", { name: "watched" }).click()
    await keys.getByText("Listening for your key").waitFor()
    const opens = keys.getByRole("row").filter({ hasText: "SSH gateway" })
    await opens.getByText("Never").waitFor()
    await ssh(key)
    for (const page of [overview, keys])
      await page
        .getByText(/Your key works\. watched signed in/)
        .first()
        .waitFor()
    // A key that was used may have been used at a server: the gateway's row claims nothing.
    await opens.getByText("Never").waitFor({ state: "detached" })
    expect(await opens.getByText("just now").count()).toBe(0)
  })

  test("a PuTTY key file opens a real plink login, until it is deleted among others", async () => {
    const key = computer.makeKey("office", ["-t", "rsa", "-b", "3072"], "office")
    const other = computer.makeKey("second", ["-t", "ecdsa", "-b", "384"], "second")
    // This makes the .ppk file too, and shows that it opens nothing yet.
    expect((await plink(key)).status).not.toBe(0)

    const page = await openWithPaste(other.line)
    await drop(page, [{ name: "office.ppk", content: readFileSync(`${key.path}.ppk`) }])
    await page.getByText("Ready, public half", { exact: true }).waitFor()
    await importAll(page, 2)
    expect(await plink(key)).toMatchObject({ status: 0, stdout: greeting("office") })
    expect(await ssh(other)).toMatchObject({ status: 0, stdout: greeting("second") })

    await page.getByRole("link", { name: "Go to Keys" }).click()
    await page.getByRole("checkbox", { name: "Select office" }).check()
    await page.getByRole("checkbox", { name: "Select second" }).check()
    await page.getByRole("toolbar", { name: "Selected keys" }).getByRole("button", { name: "Delete" }).click()
    await page.getByRole("textbox", { name: "Type delete 2 keys to confirm" }).fill("delete 2 keys")
    await page.getByRole("button", { name: "Delete 2 keys" }).click()
    await page.getByRole("dialog", { name: "2 deleted, 0 failed" }).waitFor()
    const { status, stdout } = await plink(key)
    expect({ accepted: status === 0, stdout }).toEqual({ accepted: false, stdout: "" })
    expect(await ssh(other)).toEqual(refused)
  })

  test("a disabled key opens nothing until Undo, and its refusal leads to the guide about it", async () => {
    const key = computer.makeKey("undone", ["-t", "ed25519"], "undone")
    const page = await openWithPaste(key.line)
    await importAll(page, 1)
    await page.getByRole("link", { name: "Open it" }).click()
    await page.getByRole("button", { name: "Disable", exact: true }).click()
    await page.getByText("“undone” is disabled. It opens nothing.").first().waitFor()
    expect(await ssh(key)).toEqual(refused)
    await page.getByRole("button", { name: "Undo", exact: true }).click()
    await page.getByRole("button", { name: "Disable", exact: true }).waitFor()
    expect(await ssh(key)).toMatchObject({ status: 0, stdout: greeting("undone") })

    const activity = await app.open("/activity")
    await activity.getByRole("button", { name: "Details: The key undone was refused over SSH" }).first().click()
    await activity.getByRole("link", { name: "What to do when a key is refused over SSH" }).click()
    await activity.getByRole("heading", { level: 1, name: "Permission denied" }).waitFor()
  })
})
