import { routes } from "@latchkey/contract"
import { addCertificate } from "../kit/certificate.ts"
import { openBrowser, testPassword } from "../kit/daemon.ts"
import { newPublicLine } from "../kit/public-line.ts"
import { addDemoKeys, everyFinding } from "./demo-keys.ts"
import { generatePlaces } from "./generate-places.ts"
import { guidePlaces } from "./guide-places.ts"
import { keyServerPlaces } from "./key-server-places.ts"
import { ownershipPlaces } from "./ownership-places.ts"
import { peoplePlaces } from "./people-places.ts"
import { projectPlaces } from "./project-places.ts"
import { serverPlaces } from "./server-places.ts"
import { choose, dialog, go, heading, type Place, press, says, type Tour } from "./tour.ts"

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

const newcomer: readonly Place[] = [
  {
    name: "set-up",
    async show(tour) {
      await go(tour, `/setup#${tour.app.daemon.setupToken}`)
      await heading(tour.page, "Welcome to Latchkey")
    },
  },
  {
    name: "set-up-refused",
    async show({ page }) {
      await press(page, "Create the account")
      await says(page, "This is not an e-mail address.")
    },
  },
  {
    name: "set-up-fingerprint",
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
    async show({ page }) {
      await page.getByRole("link", { name: "Go to Latchkey" }).click()
      await says(page, "alice set up this Latchkey")
    },
  },
  {
    name: "keys-none",
    async show(tour) {
      await go(tour, "/keys")
      await says(tour.page, "No keys yet.")
    },
  },
  {
    name: "tokens-none",
    async show(tour) {
      await go(tour, "/account/tokens")
      await says(tour.page, "No tokens. Create one when a script needs access.")
      await tour.page.getByRole("button", { name: "Download clouds.yaml", exact: true }).waitFor()
    },
  },
  {
    name: "overview-first-key",
    async show(tour) {
      const { client, signIn } = await openBrowser(tour.app.daemon)
      await signIn("alice")
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
    async show(tour) {
      await addDemoKeys(tour.app.daemon)
      await showKeys(tour)
    },
  },
  {
    name: "keys-menu",
    overlaid: true,
    async show({ page }) {
      await press(page, "Actions for laptop")
      await page.getByRole("menuitem", { name: "Set expiry" }).waitFor()
    },
  },
  {
    name: "keys-selected",
    async show(tour) {
      await showKeys(tour)
      for (const name of ["legacy-deploy", "contractor-q3"]) await tour.page.getByLabel(`Select ${name}`).check()
      await says(tour.page, "2 selected")
    },
  },
  {
    name: "keys-delete",
    overlaid: true,
    async show({ page }) {
      await page.getByRole("toolbar").getByRole("button", { name: "Delete" }).click()
      await dialog(page, "Delete 2 keys?")
      await page.getByLabel(/^Type delete 2 keys/).fill("delete 2 keys")
    },
  },
  {
    name: "keys-no-match",
    async show(tour) {
      await go(tour, "/keys?q=zeppelin")
      await tour.page.getByText("Nothing matches").first().waitFor()
    },
  },
  { name: "key", show: showLaptop },
  {
    name: "key-expiry",
    overlaid: true,
    async show({ page }) {
      await press(page, "Actions for laptop")
      await choose(page, "Set expiry")
      await page.getByRole("dialog").waitFor()
    },
  },
  {
    name: "key-delete",
    overlaid: true,
    async show(tour) {
      await showLaptop(tour)
      await press(tour.page, "Actions for laptop")
      await choose(tour.page, "Delete")
      await dialog(tour.page, "Delete “laptop”?")
    },
  },
  {
    name: "key-weak",
    async show(tour) {
      await showKeys(tour)
      await tour.page.getByRole("link", { name: "legacy-deploy" }).click()
      await tour.page.getByText(/^This key is weak/).waitFor()
    },
  },
  {
    name: "key-gone",
    async show(tour) {
      await go(tour, "/keys/01890000-0000-7000-8000-000000000000")
      await says(tour.page, "There is no such key. It may have been deleted.")
    },
  },
]

const certificates: readonly Place[] = [
  {
    name: "keys-certificates",
    async show(tour) {
      await addCertificate(tour.app.daemon, "alice", "vpn-gateway")
      await showKeys(tour)
      await tour.page.getByRole("cell", { name: "vpn-gateway", exact: true }).waitFor()
    },
  },
  {
    name: "certificate-delete",
    overlaid: true,
    async show({ page }) {
      await press(page, "Delete vpn-gateway")
      await dialog(page, "Delete “vpn-gateway”?")
    },
  },
]

const rest: readonly Place[] = [
  {
    name: "import",
    async show(tour) {
      await go(tour, "/keys/import")
      await says(tour.page, "Where is my public key?")
    },
  },
  {
    name: "import-found",
    async show({ page }) {
      await page.getByRole("textbox", { name: "Public keys" }).fill(everyFinding())
      await page.getByRole("heading", { name: "This is your private key. It has not been sent anywhere." }).waitFor()
    },
  },
  {
    name: "import-done",
    async show({ page }) {
      await press(page, "Import 4 keys")
      await page.getByRole("heading", { name: "Test it" }).waitFor()
    },
  },
  {
    name: "overview",
    async show(tour) {
      await go(tour, "/")
      await says(tour.page, "You are set.")
    },
  },
  {
    name: "search",
    overlaid: true,
    async show({ page }) {
      await page.keyboard.press("Control+K")
      await page.getByPlaceholder("Search keys, projects, commands").fill("alice@")
      await page.getByText("yubikey-5c", { exact: true }).waitFor()
    },
  },
  {
    name: "shortcuts",
    overlaid: true,
    async show(tour) {
      await go(tour, "/")
      await says(tour.page, "You are set.")
      await tour.page.keyboard.press("?")
      await dialog(tour.page, "Keyboard shortcuts")
    },
  },
  {
    name: "tokens-create",
    overlaid: true,
    async show(tour) {
      await go(tour, "/account/tokens")
      await press(tour.page, "Create a token")
      await tour.page.getByRole("dialog").getByLabel("Name").fill("terraform")
    },
  },
  {
    name: "tokens-secret",
    overlaid: true,
    async show({ page }) {
      await press(page, "Create token")
      await says(page, "Copy your token now. It is not shown again.")
      // On the page behind it stands another such list.
      await page.getByRole("dialog").getByRole("button", { name: "Download openrc.sh" }).waitFor()
    },
  },
  {
    name: "tokens",
    async show({ page }) {
      await press(page, "Copy token")
      await press(page, "Done")
      await page.getByRole("button", { name: "Download clouds.yaml", exact: true }).waitFor()
      await page.getByRole("cell", { name: "terraform", exact: true }).waitFor()
    },
  },
  {
    name: "tokens-revoke",
    overlaid: true,
    async show({ page }) {
      await press(page, "Actions for terraform")
      await choose(page, "Revoke")
      await dialog(page, "Revoke “terraform”?")
    },
  },
  {
    name: "tokens-openstack",
    overlaid: true,
    async show({ page }) {
      await press(page, "Keep it")
      await press(page, "Create a token for OpenStack")
      await page.getByRole("dialog").getByRole("checkbox", { name: "Manage keys", checked: true }).waitFor()
    },
  },
  {
    name: "key-policy",
    async show(tour) {
      await go(tour, "/admin/key-policy")
      await says(tour.page, "Nobody has changed the policy yet.")
    },
  },
  {
    name: "key-policy-preview",
    async show({ page }) {
      await page.getByLabel("Smallest RSA key").selectOption("3072")
      await page.getByLabel("Longest lifetime").selectOption("365")
      await page.getByLabel(/^The policy holds for them too/).check()
      await press(page, "Show what it changes")
      await page.getByRole("heading", { name: "What it changes" }).waitFor()
    },
  },
  {
    name: "bundle-keys",
    async show(tour) {
      await go(tour, "/admin/bundle-keys")
      await tour.page.getByRole("row").filter({ hasText: "Current" }).waitFor()
    },
  },
  {
    name: "bundle-keys-announced",
    overlaid: true,
    async show({ app, page }) {
      // Not by the page, whose toast would stay in the language of the moment.
      const { client, signIn } = await openBrowser(app.daemon)
      await signIn("alice")
      await client.call(routes.announceBundleKey, {})
      await page.reload()
      await page.getByRole("row").filter({ hasText: "Announced" }).getByRole("button", { name: /^Use / }).click()
      await page.getByRole("dialog").getByRole("button", { name: "Use the key" }).waitFor()
    },
  },
  {
    name: "activity",
    async show(tour) {
      await go(tour, "/activity")
      await says(tour.page, "Kept for 365 days.")
    },
  },
  {
    name: "activity-opened",
    async show({ page }) {
      await page
        .getByRole("button", { name: /^Details: alice changed the key policy|^Details: alice created/ })
        .first()
        .click()
      await page.getByRole("table", { name: "What changed" }).waitFor()
    },
  },
  {
    name: "activity-no-match",
    async show(tour) {
      await go(tour, "/activity?person=nobody&result=refused")
      await says(tour.page, "Nothing happened that matches.")
    },
  },
]

const leaving: readonly Place[] = [
  {
    name: "account-menu",
    overlaid: true,
    async show(tour) {
      await go(tour, "/nowhere")
      await heading(tour.page, "Page not found")
      await press(tour.page, "Account menu for alice")
      await tour.page.getByRole("menuitem", { name: "Sign out" }).waitFor()
    },
  },
  {
    name: "not-found",
    async show({ page }) {
      await page.keyboard.press("Escape")
      await page.getByRole("menuitem", { name: "Sign out" }).waitFor({ state: "detached" })
    },
  },
  {
    name: "sign-in",
    async show(tour) {
      await tour.page.context().clearCookies()
      await go(tour, "/sign-in")
      await heading(tour.page, "Sign in")
    },
  },
  {
    name: "sign-in-refused",
    async show({ page }) {
      await page.getByLabel("Handle or e-mail").fill("alice")
      await page.getByLabel("Password", { exact: true }).fill("not the password")
      await press(page, "Sign in")
      await says(page, "Handle, e-mail or password is wrong.")
    },
  },
  {
    name: "set-up-over",
    async show(tour) {
      await go(tour, "/setup")
      await heading(tour.page, "This Latchkey is already set up.")
    },
  },
]

/** In the order of the walk: some places are reached from the one before. */
export const places: readonly Place[] = [
  ...newcomer,
  ...keys,
  ...certificates,
  ...rest,
  ...generatePlaces,
  ...peoplePlaces,
  ...projectPlaces,
  ...serverPlaces,
  ...keyServerPlaces,
  ...guidePlaces,
  ...ownershipPlaces,
  ...leaving,
]
