import { routes } from "@latchkey/contract"
import { openBrowser, testPassword } from "../kit/daemon.ts"
import { newPublicLine, newRsaLine } from "../kit/public-line.ts"
import { choose, dialog, go, heading, type Place, press, says, type Tour } from "./tour.ts"

const pathOf = (url: string) => url.slice(new URL(url).origin.length)

async function openAlice({ app }: Tour) {
  const { client, signIn } = await openBrowser(app.daemon)
  await signIn("alice")
  return client
}

/** The id of alice's project of this name. */
async function projectNamed(tour: Tour, name: string): Promise<string> {
  const client = await openAlice(tour)
  const { items } = await client.call(routes.listProjects, {})
  const found = items.find((project) => project.name === name)
  return found?.id ?? (await client.call(routes.createProject, { body: { name } })).id
}

/** Atlas with a member, an open invitation, a robot that is disabled and one with keys and a token. */
async function addAtlas(tour: Tour): Promise<string> {
  const client = await openAlice(tour)
  const id = await projectNamed(tour, "atlas")
  const invite = () => client.call(routes.inviteToProject, { params: { id }, body: { role: "member" } })
  const invited = await client.call(routes.inviteAccount, { body: { handle: "gwen" } })
  const gwen = (await openBrowser(tour.app.daemon)).client
  const secretOf = (url: string) => new URL(url).hash.slice(1)
  await gwen.call(routes.acceptInvitation, {
    body: {
      secret: secretOf(invited.url),
      email: "gwen@example.org",
      displayName: "Gwen Gallagher",
      password: testPassword,
    },
  })
  await gwen.call(routes.joinProject, { body: { secret: secretOf((await invite()).url) } })
  await invite()
  const robot = (handle: string, displayName: string) =>
    client.call(routes.createRobot, { params: { id }, body: { handle, displayName } })
  const { id: account } = await robot("shop-deploy", "Deploys the shop")
  const keys = [
    { text: newPublicLine("deploy@build-01"), name: "build-01" },
    { text: newRsaLine(2048, "deploy@old"), name: "old-build" },
  ]
  await client.call(routes.importKeys, { body: { account, keys } })
  await client.call(routes.createToken, { body: { account, name: "terraform", scopes: ["keys:read"] } })
  const { id: accountId } = await robot("old-backup", "Backed up the shop until last year")
  await client.call(routes.disableRobot, { params: { id, accountId } })
  return id
}

async function showRobots(tour: Tour): Promise<void> {
  await go(tour, `/p/${await projectNamed(tour, "atlas")}/robots`)
  await tour.page.getByRole("link", { name: "shop-deploy" }).waitFor()
}

async function showRobot(tour: Tour): Promise<void> {
  await showRobots(tour)
  await tour.page.getByRole("link", { name: "shop-deploy" }).click()
  await heading(tour.page, "shop-deploy")
  await tour.page.getByRole("link", { name: "old-build" }).waitFor()
  await tour.page.getByText("terraform", { exact: true }).waitFor()
}

/** Projects and their machine keys, as alice sees them, who owns them. */
export const projectPlaces: readonly Place[] = [
  {
    name: "project-personal",
    async show(tour) {
      await go(tour, `/p/${await projectNamed(tour, "alice")}`)
      await says(tour.page, "Your personal project. It is yours alone; create another one to share machine keys.")
    },
  },
  {
    name: "project-robots-none",
    async show(tour) {
      await go(tour, `/p/${await projectNamed(tour, "empty")}/robots`)
      await says(tour.page, "No robots yet.")
    },
  },
  {
    name: "project-new",
    overlaid: true,
    async show({ page }) {
      await press(page, "Project empty, choose another")
      await choose(page, "New project")
      await dialog(page, "New project")
    },
  },
  {
    name: "project",
    async show(tour) {
      await go(tour, `/p/${await addAtlas(tour)}`)
      await says(tour.page, "Gwen Gallagher")
      await says(tour.page, "You are its last owner. Make another member an owner first.")
      await tour.page.getByText(/^It is not empty/).waitFor()
    },
  },
  {
    name: "project-switcher",
    overlaid: true,
    async show({ page }) {
      await press(page, "Project atlas, choose another")
      await page.getByRole("menuitemradio", { name: "empty" }).waitFor()
    },
  },
  {
    name: "project-member-menu",
    overlaid: true,
    async show({ page }) {
      await page.keyboard.press("Escape")
      await page.getByRole("menuitemradio", { name: "empty" }).waitFor({ state: "detached" })
      await press(page, "Actions for gwen")
      await page.getByRole("menuitem", { name: "Make owner" }).waitFor()
    },
  },
  {
    name: "project-remove-member",
    overlaid: true,
    async show({ page }) {
      await choose(page, "Remove from the project")
      await dialog(page, "Remove gwen from atlas?")
      await page.getByText(/^gwen can no longer change the keys and tokens of 2 robots\.$/).waitFor()
    },
  },
  {
    name: "project-invite",
    overlaid: true,
    async show({ page }) {
      await press(page, "Keep gwen")
      await press(page, "Invite somebody")
      await dialog(page, "Invite somebody to atlas")
    },
  },
  {
    name: "project-link",
    overlaid: true,
    async show({ page }) {
      await press(page, "Make the link")
      await page.getByRole("button", { name: "Copy link" }).waitFor()
    },
  },
  { name: "robots", show: showRobots },
  {
    name: "robot-new",
    overlaid: true,
    async show({ page }) {
      await press(page, "Create a robot")
      await dialog(page, "New robot in atlas")
      await press(page, "Create robot")
      await says(page, "Say what it does.")
    },
  },
  { name: "robot", show: showRobot },
  {
    name: "robot-delete",
    overlaid: true,
    async show({ page }) {
      await press(page, "Actions for shop-deploy")
      await choose(page, "Delete")
      await dialog(page, "Delete shop-deploy?")
      await page.getByText(/^1 API token stops working:/).waitFor()
    },
  },
  {
    name: "robot-key",
    async show(tour) {
      await showRobot(tour)
      await tour.page.getByRole("link", { name: "old-build" }).click()
      await heading(tour.page, "old-build")
      await tour.page.getByText(/^This key is weak/).waitFor()
    },
  },
  {
    name: "robot-key-replace",
    async show({ page }) {
      await page.getByRole("link", { name: "Replace", exact: true }).click()
      await heading(page, "Replace old-build")
      await page.getByLabel("New key", { exact: true }).waitFor()
    },
  },
  {
    name: "robot-import",
    async show(tour) {
      await showRobot(tour)
      await tour.page.getByRole("link", { name: "Import keys" }).click()
      await heading(tour.page, "Import keys")
      await says(tour.page, "Where is my public key?")
    },
  },
  {
    name: "keys-machine",
    async show(tour) {
      await go(tour, "/keys")
      await tour.page.getByRole("link", { name: "old-build" }).waitFor()
      await press(tour.page, "Owner")
      await tour.page.getByRole("menuitemcheckbox", { name: "Machine keys" }).click()
      await tour.page.getByRole("link", { name: "laptop", exact: true }).waitFor({ state: "detached" })
    },
  },
  {
    name: "project-join",
    async show(tour) {
      const client = await openAlice(tour)
      const id = await projectNamed(tour, "atlas")
      const { url } = await client.call(routes.inviteToProject, { params: { id }, body: { role: "viewer" } })
      await go(tour, pathOf(url))
      await heading(tour.page, "Join atlas")
    },
  },
  {
    name: "project-gone",
    async show(tour) {
      await go(tour, "/p/01890000-0000-7000-8000-000000000000")
      await says(tour.page, "There is no such project, or you are not in it.")
    },
  },
]
