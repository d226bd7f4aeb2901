import { addServers, openPerson, projectNamed } from "./server-arrangement.ts"
import { choose, dialog, go, heading, type Place, press, says, type Tour } from "./tour.ts"

async function showServer(tour: Tour, name: string): Promise<void> {
  await go(tour, `/p/${await projectNamed(await openPerson(tour), "atlas")}/servers`)
  await tour.page.getByRole("link", { name, exact: true }).click()
  await heading(tour.page, name)
}

/** @param undecided how many of its three found keys nobody has decided about by then */
async function showOpenServer(tour: Tour, undecided = 3): Promise<void> {
  await showServer(tour, "web-01")
  await tour.page.getByRole("row").filter({ hasText: "laptop" }).getByText("In effect since").first().waitFor()
  await tour.page.getByText(`${undecided} more keys were found in authorized_keys`).waitFor()
}

async function showFoundKeys(tour: Tour): Promise<void> {
  await showOpenServer(tour)
  await press(tour.page, "Review them")
  await dialog(tour.page, "Keys found on web-01")
  await tour.page.getByText("backup@vault").waitFor()
}

async function showSignIns(tour: Tour): Promise<void> {
  await showOpenServer(tour)
  await tour.page.getByRole("tab", { name: "Sign-ins" }).click()
  await tour.page.getByText("Open now", { exact: true }).last().waitFor()
}

/** Servers, as alice sees them; after the places of projects. */
export const serverPlaces: readonly Place[] = [
  {
    name: "servers-none",
    async show(tour) {
      await go(tour, `/p/${await projectNamed(await openPerson(tour), "empty")}/servers`)
      await says(tour.page, "No servers yet.")
    },
  },
  {
    name: "servers-connect",
    async show(tour) {
      await tour.page.getByRole("link", { name: "Connect a server" }).click()
      await heading(tour.page, "Connect a server")
      await press(tour.page, "Make the command")
      await tour.page.getByText(/^Use 1 to 63 letters/).waitFor()
    },
  },
  {
    name: "servers-connect-paste",
    overlaid: true,
    async show({ page }) {
      await press(page, "Paste a new key")
      await dialog(page, "Paste a new key")
      await page.getByRole("textbox", { name: "Public keys" }).waitFor()
    },
  },
  {
    name: "server-command",
    async show({ page }) {
      await press(page, "Cancel")
      await page.getByLabel("Name", { exact: true }).fill("box-01")
      await press(page, "Make the command")
      await heading(page, "box-01")
      await page.getByText(/^Works once, until/).waitFor()
    },
  },
  {
    name: "server-command-cloud-init",
    async show({ page }) {
      await page.getByRole("tab", { name: "cloud-init" }).click()
      await page.getByText(/^Put this into the user data/).waitFor()
    },
  },
  {
    name: "server-command-by-hand",
    async show({ page }) {
      await page.getByRole("tab", { name: "By hand" }).click()
      await page.getByText("sudo sh latchkey-connect.sh").waitFor()
    },
  },
  {
    name: "servers",
    async show(tour) {
      await go(tour, `/p/${await addServers(tour)}/servers`)
      await tour.page.getByRole("link", { name: "web-01", exact: true }).waitFor()
    },
  },
  {
    name: "server-waiting",
    async show(tour) {
      await showServer(tour, "mail-01")
      await tour.page.getByText(/^The command is shown to whoever makes it/).waitFor()
    },
  },
  {
    name: "server-confirm",
    async show(tour) {
      await showServer(tour, "db-01")
      await tour.page.getByText(/^A machine has run the command/).waitFor()
    },
  },
  {
    name: "server-troubles",
    async show(tour) {
      await showServer(tour, "app-01")
      await tour.page.getByText("disk is full").waitFor()
      await tour.page.getByText("Not in effect: sshd there has rules of its own for this user").waitFor()
    },
  },
  { name: "server", show: showOpenServer },
  {
    name: "server-key-menu",
    overlaid: true,
    async show({ page }) {
      await press(page, "Actions for laptop as root")
      await page.getByRole("menuitem", { name: /break-glass/ }).waitFor()
    },
  },
  { name: "server-sign-ins", show: showSignIns },
  {
    name: "server-end-session",
    overlaid: true,
    async show({ page }) {
      await page.getByRole("button", { name: "End the session of laptop as root" }).click()
      await dialog(page, "End this session of laptop?")
    },
  },
  {
    name: "server-sign-ins-no-match",
    async show(tour) {
      await showSignIns(tour)
      await tour.page.getByLabel("Search sign-ins").fill("zeppelin")
      await tour.page.getByRole("table", { name: "Sign-ins" }).waitFor({ state: "detached" })
    },
  },
  { name: "server-found-keys", overlaid: true, show: showFoundKeys },
  {
    name: "server-found-key-remove",
    overlaid: true,
    async show({ page }) {
      const item = page.getByRole("listitem").filter({ hasText: "backup@vault" })
      await item.getByRole("button", { name: "Remove it" }).click()
      await dialog(page, "Remove this key from web-01?")
    },
  },
  {
    name: "server-found-keys-decided",
    overlaid: true,
    async show(tour) {
      await showFoundKeys(tour)
      const item = tour.page.getByRole("listitem").filter({ hasText: "carol@desktop" })
      const mark = item.getByRole("button", { name: "Keep as break-glass" })
      await mark.click()
      await item.getByText("Break-glass", { exact: true }).waitFor()
    },
  },
  {
    name: "server-remove",
    overlaid: true,
    async show(tour) {
      await showOpenServer(tour, 2)
      const { page } = tour
      await press(page, "Remove laptop as root")
      await dialog(page, "Remove from web-01?")
    },
  },
  {
    name: "server-add",
    overlaid: true,
    async show(tour) {
      await showOpenServer(tour, 2)
      await press(tour.page, "Add keys")
      await dialog(tour.page, "Add keys to web-01")
      await tour.page.getByLabel("All keys of all members").waitFor()
    },
  },
  {
    name: "server-change",
    overlaid: true,
    async show(tour) {
      await showOpenServer(tour, 2)
      await press(tour.page, "Actions for web-01")
      await choose(tour.page, "Change")
      await dialog(tour.page, "Change web-01")
    },
  },
  {
    name: "server-connect-again",
    overlaid: true,
    async show(tour) {
      await showOpenServer(tour, 2)
      await press(tour.page, "Actions for web-01")
      await choose(tour.page, "Connect again")
      await dialog(tour.page, "Connect web-01 again")
      await press(tour.page, "Make a new command")
      await tour.page.getByText(/^Works once, until/).waitFor()
    },
  },
  {
    name: "server-renew-token",
    overlaid: true,
    async show(tour) {
      await showOpenServer(tour, 2)
      await press(tour.page, "Actions for web-01")
      await choose(tour.page, "Renew token")
      await dialog(tour.page, "Renew the token of web-01?")
    },
  },
  {
    name: "server-disconnect",
    overlaid: true,
    async show(tour) {
      await showOpenServer(tour, 2)
      await press(tour.page, "Actions for web-01")
      await choose(tour.page, "Disconnect")
      await dialog(tour.page, "Disconnect web-01?")
    },
  },
  {
    name: "server-gone",
    async show(tour) {
      const project = await projectNamed(await openPerson(tour), "atlas")
      await go(tour, `/p/${project}/servers/01890000-0000-7000-8000-000000000000`)
      await says(tour.page, "There is no such server. It may have been disconnected.")
    },
  },
]
