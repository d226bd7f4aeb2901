import { type Client, routes } from "@latchkey/contract"
import { openBrowser } from "../kit/daemon.ts"
import { enrolBeside } from "../kit/enrol.ts"
import { choose, dialog, go, heading, type Place, press, says, type Tour } from "./tour.ts"

async function openAlice({ app }: Tour): Promise<Client> {
  const { client, signIn } = await openBrowser(app.daemon)
  await signIn("alice")
  return client
}

/** The id of alice's project of this name, which there is. */
async function projectNamed(client: Client, name: string): Promise<string> {
  const { items } = await client.call(routes.listProjects, {})
  const found = items.find((project) => project.name === name)
  if (found === undefined) throw new Error(`there is no project ${name}`)
  return found.id
}

/** Atlas with a server in each state: web-01 gets keys, db-01 is to be confirmed, mail-01 has not come. */
async function addServers(tour: Tour): Promise<string> {
  const client = await openAlice(tour)
  const id = await projectNamed(client, "atlas")
  const { items: keys } = await client.call(routes.listKeys, { query: { search: "laptop" } })
  const accesses = [
    ...keys.map((key) => ({ loginUser: "root", subject: { kind: "key", keyId: key.id } as const })),
    { loginUser: "deploy", subject: { kind: "project" } as const },
  ]
  const create = (body: { name: string; address?: string; accesses?: typeof accesses }) =>
    client.call(routes.createServer, { params: { id }, body })
  const web = await create({ name: "web-01", address: "203.0.113.24", accesses })
  const fingerprint = await enrolBeside(tour.app.daemon, web.enrolment)
  await client.call(routes.confirmServer, { params: web.server, body: { hostKeyFingerprints: [fingerprint] } })
  await enrolBeside(tour.app.daemon, (await create({ name: "db-01", address: "203.0.113.25" })).enrolment)
  await create({ name: "mail-01" })
  return id
}

async function showServer(tour: Tour, name: string): Promise<void> {
  await go(tour, `/p/${await projectNamed(await openAlice(tour), "atlas")}/servers`)
  await tour.page.getByRole("link", { name, exact: true }).click()
  await heading(tour.page, name)
}

async function showOpenServer(tour: Tour): Promise<void> {
  await showServer(tour, "web-01")
  await tour.page
    .getByText("No answer from web-01 yet.")
    .or(tour.page.getByText("Waiting for web-01"))
    .first()
    .waitFor()
}

async function showKey(tour: Tour, name: string): Promise<void> {
  const { items } = await (await openAlice(tour)).call(routes.listKeys, { query: { search: name } })
  await go(tour, `/keys/${items.find((key) => key.name === name)?.id}`)
  await tour.page.getByRole("row").filter({ hasText: "web-01" }).first().waitFor()
}

async function showClosed(tour: Tour, title: string): Promise<void> {
  await dialog(tour.page, title)
  await tour.page.getByRole("dialog").getByText("web-01").first().waitFor()
}

/** Servers, as alice sees them; after the places of projects. */
export const serverPlaces: readonly Place[] = [
  {
    name: "servers-none",
    async show(tour) {
      await go(tour, `/p/${await projectNamed(await openAlice(tour), "empty")}/servers`)
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
    name: "server-command",
    async show({ page }) {
      await page.getByLabel("Name", { exact: true }).fill("box-01")
      await press(page, "Make the command")
      await heading(page, "box-01")
      await page.getByText(/^Works once, until/).waitFor()
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
  { name: "server", show: showOpenServer },
  {
    name: "server-remove",
    overlaid: true,
    async show({ page }) {
      await press(page, "Remove laptop as root")
      await dialog(page, "Remove from web-01?")
    },
  },
  {
    name: "server-add",
    overlaid: true,
    async show(tour) {
      await showOpenServer(tour)
      await press(tour.page, "Add keys")
      await dialog(tour.page, "Add keys to web-01")
      await tour.page.getByLabel("All keys of all members").waitFor()
    },
  },
  {
    name: "server-change",
    overlaid: true,
    async show(tour) {
      await showOpenServer(tour)
      await press(tour.page, "Actions for web-01")
      await choose(tour.page, "Change")
      await dialog(tour.page, "Change web-01")
    },
  },
  {
    name: "server-disconnect",
    overlaid: true,
    async show(tour) {
      await showOpenServer(tour)
      await press(tour.page, "Actions for web-01")
      await choose(tour.page, "Disconnect")
      await dialog(tour.page, "Disconnect web-01?")
    },
  },
  { name: "key-opens-server", show: (tour) => showKey(tour, "laptop") },
  {
    name: "key-disable-server",
    overlaid: true,
    async show(tour) {
      await showKey(tour, "laptop")
      await press(tour.page, "Disable")
      await showClosed(tour, "Disable “laptop”?")
    },
  },
  {
    name: "key-delete-server",
    overlaid: true,
    async show(tour) {
      await showKey(tour, "laptop")
      await press(tour.page, "Actions for laptop")
      await choose(tour.page, "Delete")
      await showClosed(tour, "Delete “laptop”?")
    },
  },
  {
    name: "key-replace",
    async show(tour) {
      await showKey(tour, "laptop")
      await tour.page.getByRole("link", { name: "Replace", exact: true }).click()
      await heading(tour.page, "Replace laptop")
      await tour.page.getByLabel("New key", { exact: true }).waitFor()
    },
  },
  {
    name: "key-replacing",
    async show({ page }) {
      await press(page, "Put it everywhere")
      await page.getByRole("row").filter({ hasText: "web-01" }).first().waitFor()
    },
  },
  {
    name: "server-gone",
    async show(tour) {
      const project = await projectNamed(await openAlice(tour), "atlas")
      await go(tour, `/p/${project}/servers/01890000-0000-7000-8000-000000000000`)
      await says(tour.page, "There is no such server. It may have been disconnected.")
    },
  },
]
