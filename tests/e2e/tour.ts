import { generateKeyPairSync } from "node:crypto"
import { routes } from "@latchkey/contract"
import type { Page } from "playwright-core"
import { clientWithToken, signInWithToken, testPassword } from "../kit/daemon.ts"
import { newPublicLine, newRsaLine } from "../kit/public-line.ts"
import { addDemoKeys } from "./demo-keys.ts"
import { startConsole, type TestConsole } from "./kit.ts"

/** One page of the console in one state, as a person comes to it. */
export interface Place {
  readonly name: string
  /** Whether all of the page is to be seen; else a layer stands over what is in sight. */
  readonly whole: boolean
  /** Brings the page there from wherever it was, and waits until it shows what it has to show. */
  show(tour: Tour): Promise<unknown>
}

/** A walk through every page of the console in one browser tab, from the set-up link on. */
export interface Tour {
  readonly app: TestConsole
  readonly page: Page
  close(): Promise<void>
}

export async function startTour(): Promise<Tour> {
  const app = await startConsole({ fresh: true, gateway: true })
  // Nothing moves, so that each look at a page finds it at rest.
  const page = await app.open("/sign-in", { anonymous: true, reducedMotion: "reduce" })
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"])
  return { app, page, close: app.close }
}

const go = ({ app, page }: Tour, path: string) => page.goto(`${app.daemon.url}${path}`)
const heading = (page: Page, name: string) => page.getByRole("heading", { level: 1, name, exact: true }).waitFor()
const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click()
const choose = (page: Page, name: string) => page.getByRole("menuitem", { name, exact: true }).click()
const says = (page: Page, text: string) => page.getByText(text, { exact: true }).first().waitFor()
const dialog = (page: Page, name: string) => page.getByRole("dialog", { name }).waitFor()

async function showKeys(tour: Tour): Promise<void> {
  await go(tour, "/keys")
  await tour.page.getByRole("link", { name: "old-thinkpad" }).waitFor()
}

async function showLaptop(tour: Tour): Promise<void> {
  await showKeys(tour)
  await tour.page.getByRole("link", { name: "laptop", exact: true }).click()
  await heading(tour.page, "laptop")
  await tour.page.getByText(/^Imported by alice/).waitFor()
}

/** Text with something of everything that the import page tells apart. */
function everyFinding(): string {
  const rfc4716 = (line: string) =>
    [
      "---- BEGIN SSH2 PUBLIC KEY ----",
      'Comment: "rsa-key-20261122"',
      ...((line.split(" ")[1] ?? "").match(/.{1,64}/g) ?? []),
      "---- END SSH2 PUBLIC KEY ----",
    ].join("\n")
  const twice = newPublicLine("twice@desk")
  const secret = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "pkcs1", format: "pem" },
    privateKeyEncoding: { type: "pkcs1", format: "pem" },
  }).privateKey
  return [
    newPublicLine("alice@studio"),
    rfc4716(newRsaLine(3072)),
    newRsaLine(2048),
    twice,
    twice,
    newPublicLine("cut").slice(0, 50),
    secret,
  ].join("\n")
}

const newcomer: readonly Place[] = [
  {
    name: "set-up",
    whole: true,
    async show(tour) {
      await go(tour, `/setup#${tour.app.daemon.setupToken}`)
      await heading(tour.page, "Welcome to Latchkey")
    },
  },
  {
    name: "set-up-refused",
    whole: true,
    async show({ page }) {
      await press(page, "Create the account")
      await says(page, "This is not an e-mail address.")
    },
  },
  {
    name: "set-up-fingerprint",
    whole: true,
    async show({ page }) {
      await page.getByLabel("Handle", { exact: true }).fill("alice")
      await page.getByLabel("E-mail").fill("alice@example.org")
      await page.getByLabel("Name", { exact: true }).fill("Alice Archer")
      await page.getByLabel("Password", { exact: true }).fill(testPassword)
      await press(page, "Create the account")
      await heading(page, "Write down the host fingerprint")
    },
  },
  {
    name: "overview-newcomer",
    whole: true,
    async show({ page }) {
      await page.getByRole("link", { name: "Go to Latchkey" }).click()
      await says(page, "alice set up this Latchkey")
    },
  },
  {
    name: "keys-none",
    whole: true,
    async show(tour) {
      await go(tour, "/keys")
      await says(tour.page, "No keys yet.")
    },
  },
  {
    name: "tokens-none",
    whole: true,
    async show(tour) {
      await go(tour, "/account/tokens")
      await says(tour.page, "No tokens. Create one when a script needs access.")
    },
  },
  {
    name: "overview-first-key",
    whole: true,
    async show(tour) {
      const { token } = await signInWithToken(tour.app.daemon, "alice")
      const client = clientWithToken(tour.app.daemon, token)
      const { results } = await client.call(routes.importKeys, { body: { keys: [{ text: newPublicLine("first") }] } })
      await go(tour, "/")
      await says(tour.page, "Listening for your key")
      for (const result of results) if ("key" in result) await client.call(routes.deleteKey, { params: result.key })
    },
  },
]

const keys: readonly Place[] = [
  {
    name: "keys",
    whole: true,
    async show(tour) {
      await addDemoKeys(tour.app.daemon)
      await showKeys(tour)
    },
  },
  {
    name: "keys-menu",
    whole: false,
    async show({ page }) {
      await press(page, "Actions for laptop")
      await page.getByRole("menuitem", { name: "Set expiry" }).waitFor()
    },
  },
  {
    name: "keys-selected",
    whole: true,
    async show(tour) {
      await showKeys(tour)
      for (const name of ["legacy-deploy", "contractor-q3"]) await tour.page.getByLabel(`Select ${name}`).check()
      await says(tour.page, "2 selected")
    },
  },
  {
    name: "keys-delete",
    whole: false,
    async show({ page }) {
      await page.getByRole("toolbar").getByRole("button", { name: "Delete" }).click()
      await dialog(page, "Delete 2 keys?")
      await page.getByLabel(/^Type delete 2 keys/).fill("delete 2 keys")
    },
  },
  {
    name: "keys-no-match",
    whole: true,
    async show(tour) {
      await go(tour, "/keys?q=zeppelin")
      await tour.page.getByText("Nothing matches").first().waitFor()
    },
  },
  { name: "key", whole: true, show: showLaptop },
  {
    name: "key-expiry",
    whole: false,
    async show({ page }) {
      await press(page, "Actions for laptop")
      await choose(page, "Set expiry")
      await page.getByRole("dialog").waitFor()
    },
  },
  {
    name: "key-delete",
    whole: false,
    async show(tour) {
      await showLaptop(tour)
      await press(tour.page, "Actions for laptop")
      await choose(tour.page, "Delete")
      await dialog(tour.page, "Delete “laptop”?")
    },
  },
  {
    name: "key-weak",
    whole: true,
    async show(tour) {
      await showKeys(tour)
      await tour.page.getByRole("link", { name: "legacy-deploy" }).click()
      await tour.page.getByText(/^This key is weak/).waitFor()
    },
  },
  {
    name: "key-gone",
    whole: true,
    async show(tour) {
      await go(tour, "/keys/01890000-0000-7000-8000-000000000000")
      await says(tour.page, "There is no such key. It may have been deleted.")
    },
  },
]

const rest: readonly Place[] = [
  {
    name: "import",
    whole: true,
    async show(tour) {
      await go(tour, "/keys/import")
      await says(tour.page, "Where is my public key?")
    },
  },
  {
    name: "import-found",
    whole: true,
    async show({ page }) {
      await page.getByRole("textbox", { name: "Public keys" }).fill(everyFinding())
      await page.getByRole("heading", { name: "Found 7 keys" }).waitFor()
    },
  },
  {
    name: "import-done",
    whole: true,
    async show({ page }) {
      await press(page, "Import 4 keys")
      await page.getByRole("heading", { name: "Test it" }).waitFor()
    },
  },
  {
    name: "overview",
    whole: true,
    async show(tour) {
      await go(tour, "/")
      await says(tour.page, "You are set.")
    },
  },
  {
    name: "search",
    whole: false,
    async show({ page }) {
      await page.keyboard.press("Control+K")
      await page.getByPlaceholder("Search keys, commands").fill("alice@")
      await page.getByText("yubikey-5c", { exact: true }).waitFor()
    },
  },
  {
    name: "shortcuts",
    whole: false,
    async show(tour) {
      await go(tour, "/")
      await says(tour.page, "You are set.")
      await tour.page.keyboard.press("?")
      await dialog(tour.page, "Keyboard shortcuts")
    },
  },
  {
    name: "tokens",
    whole: true,
    async show(tour) {
      await go(tour, "/account/tokens")
      await tour.page.getByRole("columnheader", { name: "Scopes" }).waitFor()
    },
  },
  {
    name: "tokens-create",
    whole: false,
    async show({ page }) {
      await press(page, "Create a token")
      await page.getByRole("dialog").getByLabel("Name").fill("terraform")
    },
  },
  {
    name: "tokens-secret",
    whole: false,
    async show({ page }) {
      await press(page, "Create token")
      await says(page, "Copy your token now. It is not shown again.")
    },
  },
  {
    name: "account-menu",
    whole: false,
    async show(tour) {
      await go(tour, "/nowhere")
      await heading(tour.page, "Page not found")
      await press(tour.page, "Account menu for alice")
      await tour.page.getByRole("menuitem", { name: "Sign out" }).waitFor()
    },
  },
  {
    name: "not-found",
    whole: true,
    async show({ page }) {
      await page.keyboard.press("Escape")
      await page.getByRole("menuitem", { name: "Sign out" }).waitFor({ state: "detached" })
    },
  },
  {
    name: "sign-in",
    whole: true,
    async show(tour) {
      await tour.page.context().clearCookies()
      await go(tour, "/sign-in")
      await heading(tour.page, "Sign in")
    },
  },
  {
    name: "sign-in-refused",
    whole: true,
    async show({ page }) {
      await page.getByLabel("Handle or e-mail").fill("alice")
      await page.getByLabel("Password", { exact: true }).fill("not the password")
      await press(page, "Sign in")
      await says(page, "Handle, e-mail or password is wrong.")
    },
  },
  {
    name: "set-up-over",
    whole: true,
    async show(tour) {
      await go(tour, "/setup")
      await heading(tour.page, "This Latchkey is already set up.")
    },
  },
]

/** In the order of the walk: some places are reached from the one before. */
export const places: readonly Place[] = [...newcomer, ...keys, ...rest]
