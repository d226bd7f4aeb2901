import { routes } from "@latchkey/contract"
import type { Locator, Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"
import { addAccount } from "../kit/accounts.ts"
import { testPassword } from "../kit/daemon.ts"
import { newPublicLine } from "../kit/public-line.ts"
import { eventually, noBrowser, type OpenOptions, startConsole, type TestConsole, timeout } from "./kit.ts"

const button = (page: Page | Locator, name: string) => page.getByRole("button", { name, exact: true })
const dialog = (page: Page) => page.getByRole("dialog")

describe.skipIf(noBrowser).each([1280, 390])("Profile at %i px", { timeout }, (width) => {
  let app: TestConsole
  beforeAll(async () => {
    app = await startConsole()
  })
  afterAll(() => app?.close())
  afterEach(() => expect(app.faults()).toEqual([]))

  /** A browser of its own in which somebody has just signed in and sees their profile. */
  async function openProfile(handle: string, password = testPassword, options: OpenOptions = {}): Promise<Page> {
    const viewport = { width, height: 800 }
    const page = await app.open("/sign-in?from=/account/profile", { anonymous: true, viewport, ...options })
    await page.getByLabel("Handle or e-mail").fill(handle)
    await page.getByLabel("Password", { exact: true }).fill(password)
    await button(page, "Sign in").click()
    await page.getByLabel("Theme").waitFor()
    return page
  }

  test("the account menu leads there, and a new name shows at once", async () => {
    await addAccount(app.daemon, "bob")
    const page = await openProfile("bob")
    await page.getByRole("link", { name: "Latchkey, go to Overview" }).click()
    await button(page, "Account menu for bob").click()
    await page.getByRole("menuitem", { name: "Profile" }).click()
    const name = page.getByLabel("Name", { exact: true })
    await name.fill("")
    await button(page, "Save name").click()
    await page.getByText("Say what you are called.").waitFor()
    await name.fill("Bob Baker")
    await button(page, "Save name").click()
    await page.getByText("You are called Bob Baker now.").waitFor()
    await button(page, "Account menu for bob").click()
    await page.getByRole("menu").getByText("Bob Baker").waitFor()
  })

  test("another e-mail address needs the password", async () => {
    await addAccount(app.daemon, "carol")
    const page = await openProfile("carol")
    await button(page, "Change e-mail").click()
    await dialog(page).getByLabel("E-mail").fill("alice@example.org")
    await dialog(page).getByLabel("Password", { exact: true }).fill("not the password")
    await button(dialog(page), "Change e-mail").click()
    await eventually(() => dialog(page).getByLabel("Password", { exact: true }).getAttribute("aria-invalid"), "true")
    await dialog(page).getByLabel("Password", { exact: true }).fill(testPassword)
    await button(dialog(page), "Change e-mail").click()
    await dialog(page).getByText("This e-mail address is taken.").waitFor()
    await dialog(page).getByLabel("E-mail").fill("carol@example.net")
    await button(dialog(page), "Change e-mail").click()
    await dialog(page).waitFor({ state: "detached" })
    await page.getByText("carol@example.net", { exact: true }).waitFor()
  })

  test("language and theme follow to another browser, where nobody touches anything", async () => {
    await addAccount(app.daemon, "dora")
    const [one, two] = [await openProfile("dora"), await openProfile("dora")]
    await one.getByLabel("Theme").selectOption("dark")
    const look = (page: Page) => page.locator("html").getAttribute("data-mantine-color-scheme")
    await eventually(() => look(one), "dark")
    await eventually(() => look(two), "dark")
    await one.getByLabel("Language", { exact: true }).selectOption("fr")
    for (const page of [one, two]) await page.getByRole("heading", { level: 1, name: "Profil" }).waitFor()
    const later = await app.open("/sign-in", { anonymous: true, viewport: { width, height: 800 } })
    await later.getByLabel("Handle or e-mail").fill("dora")
    await later.getByLabel("Password", { exact: true }).fill(testPassword)
    await button(later, "Sign in").click()
    await eventually(() => later.locator("html").getAttribute("lang"), "fr")
    await eventually(() => look(later), "dark")
  })

  test("what a browser speaks stays where nobody chose anything for the account", async () => {
    await addAccount(app.daemon, "erik")
    const page = await app.open("/sign-in", { anonymous: true, locale: "fr-FR" })
    await page.getByLabel("Identifiant ou adresse e-mail").fill("erik")
    await page.getByLabel("Mot de passe", { exact: true }).fill(testPassword)
    await button(page, "Se connecter").click()
    await page.getByText("Importer des clés").first().waitFor()
    expect(await page.locator("html").getAttribute("lang")).toBe("fr")
  })

  test("a new password signs out everywhere else", async () => {
    await addAccount(app.daemon, "frida")
    const [here, there] = [await openProfile("frida"), await openProfile("frida")]
    await button(here, "Change password").click()
    await dialog(here).getByLabel("Present password").fill(testPassword)
    await dialog(here).getByLabel("New password").fill("the next password")
    await button(dialog(here), "Change password").click()
    await dialog(here).waitFor({ state: "detached" })
    await there.getByText("You were signed out.").waitFor()
    await button(here, "Sign out everywhere else").waitFor({ state: "detached" })
    await openProfile("frida", "the next password")
  })

  test("one browser and all others are signed out from the list", async () => {
    await addAccount(app.daemon, "gus")
    const here = await openProfile("gus")
    const others = [await openProfile("gus"), await openProfile("gus"), await openProfile("gus")]
    const signOut = here.getByRole("table", { name: "Login sessions" }).getByRole("button", { name: /^Sign out/ })
    await eventually(() => signOut.count(), 3)
    await signOut.first().click()
    await eventually(() => signOut.count(), 2)
    await button(here, "Sign out everywhere else").click()
    await eventually(() => signOut.count(), 0)
    for (const page of others) await page.getByRole("heading", { level: 1, name: "Sign in" }).waitFor()
    await here.getByText("This one").waitFor()
  })

  test("keys are published when somebody says so, and a default key is listed until it is none", async () => {
    const { client } = await addAccount(app.daemon, "hana")
    const text = newPublicLine("desk")
    await client.call(routes.importKeys, { body: { keys: [{ text, name: "desk", isDefault: true }] } })
    const page = await openProfile("hana")
    const published = () => fetch(`${app.daemon.url}/hana.keys`).then((answer) => answer.status)
    expect(await published()).toBe(404)
    await page.getByLabel("Anybody may read my public keys").check()
    await page.getByText(`curl ${app.daemon.url}/hana.keys`).waitFor()
    await eventually(published, 200)
    await page.getByRole("table", { name: "Default keys" }).getByRole("link", { name: "desk" }).waitFor()
    await button(page, "desk is to be no default key").click()
    await page.getByText(/^None\. A default key is ticked beforehand/).waitFor()
  })

  test("single keys are shortcuts until somebody switches them off", async () => {
    const page = await app.open("/account/profile", { viewport: { width, height: 800 } })
    const box = page.getByLabel("Single keys are shortcuts")
    await box.uncheck()
    await page.getByRole("heading", { level: 1 }).focus()
    await page.keyboard.press("?")
    await page.keyboard.press("Control+K")
    await page.getByPlaceholder("Search keys, projects, commands").waitFor()
    expect(await page.getByText("Keyboard shortcuts", { exact: true }).count()).toBe(0)
    await page.keyboard.press("Escape")
    await box.check()
    await page.getByRole("heading", { level: 1 }).focus()
    await page.keyboard.press("?")
    await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor()
  })
})
