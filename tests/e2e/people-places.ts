import { routes } from "@latchkey/contract"
import { openBrowser, testPassword } from "../kit/daemon.ts"
import { newPublicLine } from "../kit/public-line.ts"
import { choose, dialog, go, heading, type Place, press, says, type Tour } from "./tour.ts"

/** A client of the administrator's, in a browser of its own. */
async function openAdmin({ app }: Tour) {
  const { client, signIn } = await openBrowser(app.daemon)
  await signIn("alice")
  return client
}

const secretOf = (url: string) => new URL(url).hash.slice(1)

/** Bob with a key, an API token and a robot, Carol who is an administrator, and Dora who has left. */
async function addPeople(tour: Tour): Promise<void> {
  const admin = await openAdmin(tour)
  for (const [handle, displayName] of [
    ["bob", "Bob Baker"],
    ["carol", "Carol Chen"],
    ["dora", "Dora Dupont-Delacroix-Montmorency de la Tour"],
  ] as const) {
    const { url } = await admin.call(routes.inviteAccount, { body: { handle } })
    const { client } = await openBrowser(tour.app.daemon)
    const { account } = await client.call(routes.acceptInvitation, {
      body: { secret: secretOf(url), email: `${handle}@example.org`, displayName, password: testPassword },
    })
    const { id, revision } = account
    if (handle === "carol") {
      await admin.call(routes.manageAccount, { params: { id }, body: { role: "admin", revision } })
    }
    if (handle === "dora") await client.call(routes.createProject, { body: { name: "relay" } })
    if (handle === "dora") await admin.call(routes.disableAccount, { params: { id } })
    if (handle !== "bob") continue
    await client.call(routes.importKeys, { body: { keys: [{ text: newPublicLine("bob@desk"), name: "desk" }] } })
    await client.call(routes.createToken, { body: { name: "backup", scopes: ["keys:read"] } })
    const { items } = await client.call(routes.listProjects, {})
    await client.call(routes.createRobot, {
      params: { id: items[0]?.id ?? "" },
      body: { handle: "ci-runner", displayName: "CI runner" },
    })
  }
}

async function showPeople(tour: Tour): Promise<void> {
  await go(tour, "/admin/people")
  await tour.page.getByRole("link", { name: "Bob Baker" }).waitFor()
}

async function makeLink(tour: Tour, kind: "invitation" | "password_reset"): Promise<string> {
  const admin = await openAdmin(tour)
  const { items } = await admin.call(routes.listLinks, {})
  for (const { id, handle } of items) if (handle === "erin") await admin.call(routes.revokeLink, { params: { id } })
  if (kind === "invitation") return (await admin.call(routes.inviteAccount, { body: { handle: "erin" } })).url
  const { items: found } = await admin.call(routes.listAccounts, { query: { search: "bob@" } })
  const { url } = await admin.call(routes.offerPasswordReset, { params: { id: found[0]?.id ?? "" } })
  return url
}

/** Places about accounts, one's own and those of others; the first one makes the others. */
export const peoplePlaces: readonly Place[] = [
  {
    name: "people",
    async show(tour) {
      await addPeople(tour)
      await showPeople(tour)
    },
  },
  {
    name: "people-menu",
    overlaid: true,
    async show({ page }) {
      await press(page, "Actions for bob")
      await page.getByRole("menuitem", { name: "Reset password by link" }).waitFor()
    },
  },
  {
    name: "people-invite",
    overlaid: true,
    async show(tour) {
      await showPeople(tour)
      await press(tour.page, "Invite")
      await dialog(tour.page, "Invite somebody")
      await press(tour.page, "Make the link")
      await tour.page.getByText(/^Use 1 to 39 lower-case letters/).waitFor()
    },
  },
  {
    name: "people-invited",
    overlaid: true,
    async show({ page }) {
      await page.getByRole("dialog").getByLabel("Handle").fill("frank")
      await press(page, "Make the link")
      await page.getByText(/^Give this link to the person/).waitFor()
    },
  },
  {
    name: "people-links",
    async show({ page }) {
      await press(page, "Copy link")
      await press(page, "Done")
      await press(page, "Revoke the link for frank")
      await dialog(page, "Revoke the link for “frank”?")
      await press(page, "Keep it")
      await page.getByRole("dialog").waitFor({ state: "detached" })
    },
  },
  {
    name: "people-quota",
    overlaid: true,
    async show(tour) {
      await showPeople(tour)
      await press(tour.page, "Actions for bob")
      await choose(tour.page, "Key quota")
      await dialog(tour.page, "Key quota of bob")
    },
  },
  {
    name: "people-disable",
    overlaid: true,
    async show(tour) {
      await showPeople(tour)
      await press(tour.page, "Actions for bob")
      await choose(tour.page, "Disable")
      await dialog(tour.page, "Disable “bob”?")
      await tour.page.getByText("1 key stops opening anything").waitFor()
    },
  },
  {
    name: "people-no-match",
    async show(tour) {
      await go(tour, "/admin/people?q=zeppelin")
      await says(tour.page, "Nothing matches “zeppelin”.")
    },
  },
  {
    name: "person",
    async show(tour) {
      await showPeople(tour)
      await tour.page.getByRole("link", { name: "Bob Baker" }).click()
      await heading(tour.page, "Bob Baker")
    },
  },
  {
    name: "person-disabled",
    async show(tour) {
      await showPeople(tour)
      await tour.page.getByRole("link", { name: /^Dora/ }).click()
      await tour.page.getByText(/^Disabled since/).waitFor()
      await says(tour.page, "Projects without an owner")
    },
  },
  {
    name: "person-new-owner",
    overlaid: true,
    async show({ page }) {
      await press(page, "Name an owner")
      await dialog(page, "New owner of relay")
      await page.getByRole("radio", { name: "Bob Baker" }).waitFor()
    },
  },
  {
    name: "person-gone",
    async show(tour) {
      await go(tour, "/admin/people/01890000-0000-7000-8000-000000000000")
      await says(tour.page, "There is no such account.")
    },
  },
  {
    name: "profile",
    async show(tour) {
      await go(tour, "/account/profile")
      await tour.page.getByRole("table", { name: "Login sessions" }).waitFor()
      await tour.page.getByLabel("Anybody may read my public keys").check()
      await tour.page.getByText(/^curl .*alice\.keys$/).waitFor()
      // The toast would stand over a part of the page.
      await press(tour.page, "Close")
      await tour.page.getByRole("button", { name: "Close", exact: true }).waitFor({ state: "detached" })
    },
  },
  {
    name: "profile-password",
    overlaid: true,
    async show({ page }) {
      // From its top: a page that is scrolled has buttons half under its header.
      await page.evaluate(() => scrollTo(0, 0))
      await press(page, "Change password")
      await dialog(page, "Change password")
      await page.getByRole("dialog").getByRole("button", { name: "Change password" }).click()
      await says(page, "Type your password.")
    },
  },
  {
    name: "join",
    async show(tour) {
      await tour.page.goto(await makeLink(tour, "invitation"))
      await heading(tour.page, "Join Latchkey")
      await tour.page.getByLabel("E-mail").waitFor()
    },
  },
  {
    name: "join-refused",
    async show({ page }) {
      await press(page, "Create the account")
      await says(page, "This is not an e-mail address.")
    },
  },
  {
    name: "link-dead",
    async show(tour) {
      await go(tour, `/join#${"x".repeat(43)}`)
      await heading(tour.page, "This link does not work any more")
    },
  },
  {
    name: "link-not-whole",
    async show(tour) {
      await go(tour, "/sign-in")
      await go(tour, "/reset-password")
      await heading(tour.page, "This link is not whole")
    },
  },
  {
    name: "reset-password",
    async show(tour) {
      await tour.page.goto(await makeLink(tour, "password_reset"))
      await heading(tour.page, "Choose a new password")
      await tour.page.getByLabel("New password").waitFor()
    },
  },
]
