import { routes } from "@latchkey/contract"
import type { Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"
import { addAccount } from "../kit/accounts.ts"
import { newPublicLine } from "../kit/public-line.ts"
import { addDemoKeys } from "./demo-keys.ts"
import { eventually, noBrowser, spoken, startConsole, type TestConsole, timeout } from "./kit.ts"

/** By last use, newest first, then those never used. */
const byLastUse = [
  "laptop",
  "git-mirror",
  "ci-runner",
  "desktop-win",
  "yubikey-5c",
  "legacy-deploy",
  "contractor-q3",
  "terraform",
  "old-thinkpad",
  "backup-nas",
]

const names = (page: Page) => page.locator("tbody").getByRole("row").getByRole("link").allInnerTexts()
const search = (page: Page) => page.getByRole("searchbox", { name: "Search keys" })
const addressOf = (page: Page) => new URL(page.url()).search

describe.skipIf(noBrowser)("the list of ten keys", { timeout }, () => {
  let app: TestConsole
  beforeAll(async () => {
    app = await startConsole()
    await addDemoKeys(app.daemon)
  })
  afterAll(() => app?.close())
  afterEach(() => expect(app.faults()).toEqual([]))

  const openList = async (filter = "") => {
    const page = await app.open(`/keys${filter}`)
    await page.getByRole("table").waitFor()
    return page
  }
  const keyNamed = async (name: string) => {
    const [key] = (await app.alice.client.call(routes.listKeys, { query: { name } })).items
    if (key === undefined) throw new Error(`no key is called ${name}`)
    return key
  }

  test("says of each key what it is, when it was used and what state it is in", async () => {
    const page = await openList()
    await eventually(() => names(page), byLastUse)
    const row = (name: string) => page.getByRole("row", { name: new RegExp(name) })
    const { fingerprint } = await keyNamed("laptop")
    for (const text of ["alice@laptop", "Ed25519", "4 min ago", "No expiry", "Active", fingerprint.slice(7, 14)]) {
      await row("laptop").getByText(text).first().waitFor()
    }
    const states = {
      "ci-runner": "Expires in 9 days",
      "legacy-deploy": "Weak: RSA 2048",
      "contractor-q3": "Expired",
      terraform: "Disabled",
      "backup-nas": "Unused for 94 days",
      "old-thinkpad": "Unused for 130 days",
    }
    for (const [name, state] of Object.entries(states)) await row(name).getByText(state, { exact: true }).waitFor()
    await row("backup-nas").getByText("Never", { exact: true }).waitFor()
    await page.getByText("10 keys", { exact: true }).waitFor()
  })

  test("is searched by name, comment, either fingerprint and a pasted public key", async () => {
    const page = await openList()
    const { fingerprint, md5Fingerprint, publicKey } = await keyNamed("terraform")
    const found: Record<string, readonly string[]> = {
      YUBI: ["yubikey-5c"],
      "alice@": ["laptop", "yubikey-5c", "old-thinkpad"],
      [fingerprint]: ["terraform"],
      [fingerprint.slice(10, 24)]: ["terraform"],
      [md5Fingerprint]: ["terraform"],
      [md5Fingerprint.replace("MD5:", "")]: ["terraform"],
      [publicKey]: ["terraform"],
      [publicKey.split(" ").slice(0, 2).join(" ")]: ["terraform"],
    }
    for (const [text, expected] of Object.entries(found)) {
      await search(page).fill(text)
      await eventually(() => names(page), expected)
    }
    await eventually(() => spoken(page, "polite"), "1 key shown, sorted by last used.")
    await search(page).fill("100%_")
    await page.getByText("Nothing matches “100%_”.").waitFor()
    await page.getByRole("button", { name: "Clear filters" }).click()
    await eventually(() => names(page), byLastUse)
    await eventually(() => addressOf(page), "")
  })

  test("is filtered by what needs attention, by type and by last use", async () => {
    const page = await openList()
    const attention = page.getByRole("button", { name: /^Needs attention/ })
    await eventually(() => attention.innerText(), expect.stringMatching(/6$/))
    await attention.click()
    await eventually(
      () => names(page),
      ["ci-runner", "legacy-deploy", "contractor-q3", "terraform", "old-thinkpad", "backup-nas"],
    )
    expect(await attention.getAttribute("aria-pressed")).toBe("true")
    await attention.click()

    // The table's headers, which sort, have the same names.
    await page.getByRole("button", { name: "Type", exact: true }).first().click()
    await page.getByRole("menuitemcheckbox", { name: "RSA" }).click()
    await page.getByRole("menuitemcheckbox", { name: "ECDSA", exact: true }).click()
    await eventually(() => names(page), ["desktop-win", "legacy-deploy", "terraform", "old-thinkpad"])
    await page.keyboard.press("Escape")
    await page.getByRole("button", { name: /^Type: / }).waitFor()

    await page.getByRole("button", { name: "Last used", exact: true }).first().click()
    await page.getByRole("menuitemcheckbox", { name: "Last 7 days" }).click()
    await eventually(() => names(page), ["desktop-win"])
    await page.getByRole("menuitemcheckbox", { name: "Never" }).click()
    await page.getByText("No key matches these filters.").waitFor()
  })

  test("is sorted by each header, both ways, with keys that lack the value at the end", async () => {
    const page = await openList()
    const header = (name: string) => page.getByRole("columnheader", { name })
    const sortBy = (name: string) => header(name).getByRole("button").click()
    await sortBy("Name")
    await eventually(() => names(page), byLastUse.toSorted())
    expect(await header("Name").getAttribute("aria-sort")).toBe("ascending")
    await sortBy("Name")
    await eventually(() => names(page), byLastUse.toSorted().reverse())
    await eventually(() => addressOf(page), expect.stringContaining("sort=name"))
    await sortBy("Expires")
    await eventually(async () => (await names(page)).slice(0, 3), ["contractor-q3", "ci-runner", "desktop-win"])
    await sortBy("Expires")
    await eventually(async () => (await names(page)).slice(0, 3), ["desktop-win", "ci-runner", "contractor-q3"])
    await sortBy("Last used")
    await eventually(() => names(page), byLastUse)
    await eventually(() => spoken(page, "polite"), "10 keys shown, sorted by last used.")
  })

  test("keeps search, filters and order in its address, for the back button and for others", async () => {
    const page = await openList()
    await page.getByRole("columnheader", { name: "Name" }).getByRole("button").click()
    await search(page).fill("alice@")
    await eventually(() => names(page), ["laptop", "old-thinkpad", "yubikey-5c"])
    const address = addressOf(page)
    await page.getByRole("link", { name: "old-thinkpad" }).click()
    await page.getByRole("heading", { level: 1, name: "old-thinkpad" }).waitFor()
    await page.goBack()
    await eventually(() => names(page), ["laptop", "old-thinkpad", "yubikey-5c"])
    expect(await search(page).inputValue()).toBe("alice@")
    expect(addressOf(page)).toBe(address)

    const other = await openList(address)
    await eventually(() => names(other), ["laptop", "old-thinkpad", "yubikey-5c"])
    // What the address cannot mean is left out of it.
    const strange = await openList("?sort=colour&type=Enigma&used=tomorrow&page=x")
    await eventually(() => names(strange), byLastUse)
  })
})

describe.skipIf(noBrowser)("the list of 120 keys", { timeout }, () => {
  let app: TestConsole
  beforeAll(async () => {
    app = await startConsole()
    const keys = Array.from({ length: 120 }, (_, index) => {
      const name = `key-${String(index + 1).padStart(3, "0")}`
      return { text: newPublicLine(`${name}@fleet`), name }
    })
    await app.alice.client.call(routes.importKeys, { body: { keys } })
    await addAccount(app.daemon, "bob")
  })
  afterAll(() => app?.close())
  afterEach(() => expect(app.faults()).toEqual([]))

  test("comes in pages, which the back button walks too", async () => {
    const page = await app.open("/keys?sort=name&order=ascending")
    await page.getByText("1 to 50 of 120").waitFor()
    expect(await page.getByRole("link", { name: "Previous" }).getAttribute("aria-disabled")).toBe("true")
    await page.getByRole("link", { name: "Next" }).click()
    await page.getByText("51 to 100 of 120").waitFor()
    await page.getByRole("link", { name: "Next" }).click()
    await page.getByText("101 to 120 of 120").waitFor()
    await page.getByRole("link", { name: "key-120" }).waitFor()
    await page.getByRole("link", { name: "Previous" }).click()
    await page.getByText("51 to 100 of 120").waitFor()
    await page.goBack()
    await page.getByText("101 to 120 of 120").waitFor()
    await page.reload()
    await page.getByText("101 to 120 of 120").waitFor()
  })

  test("offers every key that matches, beyond its page, and deletes them with a result for each", async () => {
    const page = await app.open("/keys?sort=name&order=ascending")
    await search(page).fill("key-0")
    await page.getByText("1 to 50 of 99").waitFor()
    await page.getByRole("checkbox", { name: "Select all 50 keys on this page" }).check()
    await page.getByText("50 selected", { exact: true }).waitFor()
    await page.getByRole("button", { name: "Select all 99 keys that match" }).click()
    await page.getByText("99 selected", { exact: true }).waitFor()
    await eventually(() => spoken(page, "polite"), "99 keys selected.")

    // Somebody else is faster with one of them.
    const [gone] = (await app.alice.client.call(routes.listKeys, { query: { name: "key-007" } })).items
    await app.alice.client.call(routes.deleteKey, { params: { id: gone?.id ?? "" } })
    await page.getByRole("toolbar", { name: "Selected keys" }).getByRole("button", { name: "Delete" }).click()
    const confirm = page.getByRole("button", { name: "Delete 99 keys" })
    await page.getByRole("textbox", { name: "Type delete 99 keys to confirm" }).fill("delete 98 keys")
    expect(await confirm.getAttribute("aria-disabled")).toBe("true")
    await page.getByRole("textbox", { name: "Type delete 99 keys to confirm" }).fill("delete 99 keys")
    await confirm.click()
    const dialog = page.getByRole("dialog", { name: "98 deleted, 1 failed" })
    await dialog.waitFor()
    await eventually(() => spoken(page, "polite"), "98 deleted, 1 failed. Details below.")
    await dialog
      .getByRole("row", { name: /key-007/ })
      .getByText(/^Not deleted:/)
      .waitFor()
    await dialog
      .getByRole("row", { name: /key-008/ })
      .getByText("Deleted", { exact: true })
      .waitFor()
    await dialog.getByRole("button", { name: "Done" }).click()
    await page.getByText("Nothing matches “key-0”.").waitFor()
    const left = await app.alice.client.call(routes.listKeys, { query: {} })
    expect(left.total).toBe(21)
  })

  test("shows nobody the keys of another account", async () => {
    const [key] = (await app.alice.client.call(routes.listKeys, { query: { limit: 1 } })).items
    const page = await app.open("/sign-in", { anonymous: true })
    await page.getByLabel("Handle or e-mail").fill("bob")
    await page.getByLabel("Password", { exact: true }).fill(app.alice.password)
    await page.getByRole("button", { name: "Sign in" }).click()
    await page.getByRole("button", { name: "Account menu for bob" }).waitFor()
    await page.goto(`${app.daemon.url}/keys`)
    await page.getByText("No keys yet.").waitFor()
    await page.goto(`${app.daemon.url}/keys/${key?.id}`)
    await page.getByText("There is no such key. It may have been deleted.").waitFor()
  })
})
