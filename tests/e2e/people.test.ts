import { routes } from "@latchkey/contract"
import type { Locator, Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"
import { newAccount } from "../../packages/daemon/test/db/rows.ts"
import { addAccount, withDatabase } from "../kit/accounts.ts"
import { openBrowser, testPassword } from "../kit/daemon.ts"
import { newPublicLine } from "../kit/public-line.ts"
import { eventually, noBrowser, spoken, startConsole, type TestConsole, timeout } from "./kit.ts"

const button = (page: Page | Locator, name: string) => page.getByRole("button", { name, exact: true })
const title = (page: Page, name: string) => page.getByRole("heading", { level: 1, name, exact: true })
const row = (page: Page, handle: string) => page.locator("[data-row]").filter({ hasText: `${handle}@example.org` })
const question = (page: Page) => page.getByRole("dialog")

describe.skipIf(noBrowser).each([1280, 390])("people at %i px", { timeout }, (width) => {
  let app: TestConsole
  beforeAll(async () => {
    app = await startConsole()
  })
  afterAll(() => app?.close())
  afterEach(() => expect(app.faults()).toEqual([]))

  const viewport = { width, height: 800 }
  const openPeople = () => app.open("/admin/people", { viewport, permissions: ["clipboard-read", "clipboard-write"] })

  async function choose(page: Page, handle: string, item: string) {
    await button(page, `Actions for ${handle}`).click()
    await page.getByRole("menuitem", { name: item, exact: true }).click()
  }

  /** The link that the dialog shows, taken as people take it. */
  async function copyLink(page: Page): Promise<string> {
    const done = button(question(page), "Done")
    expect(await done.getAttribute("aria-disabled")).toBe("true")
    await button(question(page), "Copy link").click()
    await eventually(() => done.getAttribute("aria-disabled"), null)
    await done.click()
    return page.evaluate(() => navigator.clipboard.readText())
  }

  async function invite(page: Page, handle: string): Promise<string> {
    await button(page, "Invite").click()
    await question(page).getByLabel("Handle").fill(handle)
    await button(question(page), "Make the link").click()
    return copyLink(page)
  }

  async function join(page: Page, handle: string, name: string) {
    await page.getByLabel("Name", { exact: true }).fill(name)
    await page.getByLabel("E-mail").fill(`${handle}@example.org`)
    await page.getByLabel("Password", { exact: true }).fill(testPassword)
    await button(page, "Create the account").click()
    await button(page, `Account menu for ${handle}`).waitFor()
  }

  test("somebody is invited, joins, is disabled and is out at once", async () => {
    const admin = await openPeople()
    await row(admin, "alice").waitFor()
    const link = await invite(admin, "bob")
    await admin.getByRole("table", { name: "Open links" }).getByText("bob").waitFor()

    const bob = await app.open("/sign-in", { viewport, anonymous: true })
    await bob.goto(link)
    await title(bob, "Join Latchkey").waitFor()
    await eventually(() => new URL(bob.url()).hash, "")
    await join(bob, "bob", "Bob Baker")
    await bob.reload()
    await bob.getByText("bob accepted an invitation").waitFor()
    expect(await bob.getByText("Refused:").count()).toBe(0)

    // Both lists change by themselves.
    await row(admin, "bob").getByText("Active").waitFor()
    await admin.getByRole("table", { name: "Open links" }).waitFor({ state: "detached" })
    await choose(admin, "bob", "Disable")
    await question(admin).getByText("1 browser is signed out").waitFor()
    await button(question(admin), "Disable account").click()
    await row(admin, "bob").getByText("Disabled").waitFor()
    await bob.getByText("You were signed out.").waitFor()
    await title(bob, "Sign in").waitFor()

    await choose(admin, "bob", "Enable")
    await row(admin, "bob").getByText("Active").waitFor()
    await bob.getByLabel("Handle or e-mail").fill("bob")
    await bob.getByLabel("Password", { exact: true }).fill(testPassword)
    await button(bob, "Sign in").click()
    await button(bob, "Account menu for bob").waitFor()
  })

  test("a link that was used, or taken back, says so, also on the page that stands open", async () => {
    const admin = await openPeople()
    const used = await invite(admin, "carol")
    const revoked = await invite(admin, "claus")
    const guest = await app.open("/sign-in", { viewport, anonymous: true })
    await guest.goto(used)
    await join(guest, "carol", "Carol")
    await button(admin, "Revoke the link for claus").click()
    await button(question(admin), "Revoke link").click()
    await question(admin).waitFor({ state: "detached" })
    await button(admin, "Revoke the link for claus").waitFor({ state: "detached" })

    const other = await app.open("/join", { viewport, anonymous: true })
    await title(other, "This link is not whole").waitFor()
    for (const link of [used, revoked]) {
      // No page is loaded anew for another fragment.
      await other.evaluate((hash) => {
        location.hash = hash
      }, new URL(link).hash)
      await title(other, "This link does not work any more").waitFor()
      await eventually(() => new URL(other.url()).hash, "")
    }
    const fresh = await invite(admin, "claus")
    await other.evaluate((hash) => {
      location.hash = hash
    }, new URL(fresh).hash)
    await other.getByText("Your handle is claus.").waitFor()
  })

  test("a link that is used while its form is filled in turns into the words for that", async () => {
    const admin = await openPeople()
    const link = await invite(admin, "diana")
    const late = await app.open("/sign-in", { viewport, anonymous: true })
    await late.goto(link)
    await late.getByLabel("Name", { exact: true }).fill("Late")
    const { client } = await openBrowser(app.daemon)
    await client.call(routes.acceptInvitation, {
      body: {
        secret: new URL(link).hash.slice(1),
        email: "diana@example.org",
        displayName: "Diana",
        password: testPassword,
      },
    })
    await late.getByLabel("E-mail").fill("late@example.org")
    await late.getByLabel("Password", { exact: true }).fill(testPassword)
    await button(late, "Create the account").click()
    await title(late, "This link does not work any more").waitFor()
  })

  test("a password is set by link, and signs out everywhere else", async () => {
    await addAccount(app.daemon, "erin")
    const erin = await app.open("/sign-in?from=/keys", { viewport, anonymous: true })
    await erin.getByLabel("Handle or e-mail").fill("erin")
    await erin.getByLabel("Password", { exact: true }).fill(testPassword)
    await button(erin, "Sign in").click()
    await title(erin, "Keys").waitFor()

    const admin = await openPeople()
    await choose(admin, "erin", "Reset password by link")
    await button(question(admin), "Make the link").click()
    const link = await copyLink(admin)
    const other = await app.open("/sign-in", { viewport, anonymous: true })
    await other.goto(link)
    await title(other, "Choose a new password").waitFor()
    await other.getByLabel("New password").fill("short")
    await button(other, "Set the password").click()
    await other.getByText("Use 10 to 1024 characters.").waitFor()
    await other.getByLabel("New password").fill("the next password")
    await button(other, "Set the password").click()
    await title(other, "Your password is changed").waitFor()
    await title(erin, "Sign in").waitFor()

    await other.getByRole("link", { name: "Sign in" }).click()
    await other.getByLabel("Handle or e-mail").fill("erin")
    await other.getByLabel("Password", { exact: true }).fill("the next password")
    await button(other, "Sign in").click()
    await button(other, "Account menu for erin").waitFor()
  })

  test("a role changes at once, is taken back, and the last administrator stays one", async () => {
    await addAccount(app.daemon, "frank")
    const admin = await openPeople()
    await choose(admin, "frank", "Make administrator")
    await row(admin, "frank").getByText("Administrator").waitFor()
    await button(admin, "Undo").click()
    await row(admin, "frank").getByText("Active").waitFor()
    await choose(admin, "alice", "Disable")
    await question(admin)
      .getByText(/^This is your own account\./)
      .waitFor()
    await button(question(admin), "Disable account").click()
    await question(admin)
      .getByText(/^Alice is the last administrator and cannot be disabled\./)
      .waitFor()
    await button(question(admin), "Keep it enabled").click()
    await row(admin, "alice").getByText("Administrator").waitFor()
  })

  test("a person's page shows what they hold and changes their quota", async () => {
    const gina = await addAccount(app.daemon, "gina")
    await gina.client.call(routes.importKeys, { body: { keys: [{ text: newPublicLine("desk"), name: "desk" }] } })
    const admin = await openPeople()
    await row(admin, "gina").getByRole("link").click()
    await title(admin, "gina").waitFor()
    await admin.getByRole("table", { name: "SSH keys" }).getByText("desk").waitFor()
    await choose(admin, "gina", "Key quota")
    await question(admin).getByLabel("SSH keys, at most").fill("two")
    await button(question(admin), "Save quota").click()
    await question(admin).getByText("Type a whole number from 0 to 1,000,000.").waitFor()
    await question(admin).getByLabel("SSH keys, at most").fill("2")
    await button(question(admin), "Save quota").click()
    await admin.getByText("1 of 2", { exact: true }).waitFor()
  })

  test("others are told that the page is not theirs", async () => {
    const page = await app.open("/sign-in?from=/admin/people", { viewport, anonymous: true })
    await addAccount(app.daemon, "hana")
    await page.getByLabel("Handle or e-mail").fill("hana")
    await page.getByLabel("Password", { exact: true }).fill(testPassword)
    await button(page, "Sign in").click()
    await page.getByText("Only administrators see this page.").waitFor()
    expect(await button(page, "Invite").count()).toBe(0)
  })

  test("ten thousand accounts come page by page and are searched", async () => {
    await withDatabase(app.daemon, ({ transaction }) =>
      transaction(async ({ accounts }) => {
        for (let count = 0; count < 10_001; count++) {
          const handle = `z${String(count).padStart(5, "0")}`
          await accounts.insert(
            newAccount({ handle, displayName: `Number ${count}`, email: `${handle}@example.org` }),
            "hash",
          )
        }
      }),
    )
    const page = await openPeople()
    await page.getByText("1 to 50 of 10,000+").waitFor()
    await page.getByRole("link", { name: "Next" }).click()
    await page.getByText("51 to 100 of 10,000+").waitFor()
    await page.getByRole("link", { name: "Previous" }).click()
    await page.getByText("1 to 50 of 10,000+").waitFor()
    await page.keyboard.press("/")
    await page.keyboard.type("number 9999")
    await row(page, "z09999").waitFor()
    await eventually(() => spoken(page, "polite"), "1 account shown.")
    await page.keyboard.press("Tab")
    await page.keyboard.press("j")
    await page.keyboard.press(".")
    await page.getByRole("menuitem", { name: "Make administrator" }).waitFor()
    await page.keyboard.press("Escape")
    await page.getByLabel("Search people").fill("nobody at all")
    await page.getByText("Nothing matches “nobody at all”.").waitFor()
    await button(page, "Clear filters").click()
    await page.getByText("1 to 50 of 10,000+").waitFor()
    await button(page, "Robots").click()
    await page.getByText("Nobody matches these filters.").waitFor()
  })
})
