import { routes } from "@latchkey/contract"
import type { Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"
import { addAccount } from "../kit/accounts.ts"
import type { SignedUp } from "../kit/daemon.ts"
import { eventually, noBrowser, startConsole, type TestConsole, timeout } from "./kit.ts"

const widths = [1280, 390] as const

describe.skipIf(noBrowser)("projects", { timeout: 2 * timeout }, () => {
  let app: TestConsole
  let bob: SignedUp
  beforeAll(async () => {
    app = await startConsole()
    bob = await addAccount(app.daemon, "bob")
  })
  afterAll(() => app?.close())
  afterEach(() => expect(app.faults()).toEqual([]))

  const open = (path: string, width: number, anonymous = false) =>
    app.open(path, { anonymous, viewport: { width, height: 800 } })
  const row = (page: Page, name: string) => page.getByRole("row").filter({ hasText: name })
  const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true })
  const title = (page: Page, name: string) => page.getByRole("heading", { level: 1, name, exact: true }).waitFor()
  const choose = (page: Page, name: string) => page.getByRole("menuitem", { name, exact: true }).click()
  const pathOf = (url: string) => url.slice(new URL(url).origin.length)
  const newProject = (name: string) => app.alice.client.call(routes.createProject, { body: { name } })

  async function signInAsBob(page: Page): Promise<void> {
    await page.getByLabel("Handle or e-mail").fill("bob")
    await page.getByLabel("Password", { exact: true }).fill(bob.password)
    await button(page, "Sign in").click()
  }

  /** Puts bob into one of alice's projects. */
  async function admit(id: string, role: "member" | "viewer"): Promise<void> {
    const { url } = await app.alice.client.call(routes.inviteToProject, { params: { id }, body: { role } })
    await bob.client.call(routes.joinProject, { body: { secret: new URL(url).hash.slice(1) } })
  }

  test.each(widths)("an owner invites, a person joins, is made viewer and is removed, at %i px", async (width) => {
    const name = `atlas-${width}`
    const owner = await open("/keys", width)
    await owner.context().grantPermissions(["clipboard-read", "clipboard-write"])
    await button(owner, "Project alice, choose another").click()
    await choose(owner, "New project")
    const making = owner.getByRole("dialog", { name: "New project" })
    await making.getByRole("button", { name: "Create project" }).click()
    await making.getByText("Say what the project is called.").waitFor()
    await making.getByLabel("Name").fill(name)
    await making.getByRole("button", { name: "Create project" }).click()
    await title(owner, name)
    await owner.getByText("The last one: the project needs an owner.").waitFor()
    await owner.getByText(/^You are alone in it\. Delete the project instead/).waitFor()
    expect(await button(owner, "Leave").count()).toBe(0)

    await button(owner, "Invite somebody").click()
    const inviting = owner.getByRole("dialog")
    await inviting.getByRole("radio", { name: "Member" }).check()
    await button(owner, "Make the link").click()
    await inviting.getByRole("button", { name: "Copy link" }).click()
    const link = await owner.evaluate(() => navigator.clipboard.readText())
    await button(owner, "Done").click()
    await inviting.waitFor({ state: "detached" })
    expect(await owner.content()).not.toContain(new URL(link).hash.slice(1))
    await button(owner, "Revoke the invitation as Member").waitFor()

    const guest = await open(pathOf(link), width, true)
    await title(guest, `Join ${name}`)
    await guest.getByText("Adds, changes and deletes machine keys.").waitFor()
    await eventually(() => guest.url(), `${app.daemon.url}/projects/join`)
    await button(guest, "Sign in to join").click()
    await guest.waitForURL(/\/sign-in/)
    expect(guest.url()).not.toContain(new URL(link).hash.slice(1))
    await signInAsBob(guest)
    await title(guest, `Join ${name}`)
    await button(guest, "Join as bob").click()
    await title(guest, name)
    await row(guest, "bob, you").waitFor()
    expect(await button(guest, "Invite somebody").count()).toBe(0)
    expect(await button(guest, "Actions for alice").count()).toBe(0)
    expect(await button(guest, "Rename").count()).toBe(0)

    // The owner's page knows by itself.
    await row(owner, "bob").waitFor()
    await owner.getByText("No open invitations.").waitFor()

    const used = await open(pathOf(link), width, true)
    await title(used, "This link does not work any more")

    await guest.goto(`${guest.url()}/robots`)
    await button(guest, "Create a robot").waitFor()
    await button(owner, "Actions for bob").click()
    await choose(owner, "Make viewer")
    await owner.getByText("bob has the role of Viewer now.").last().waitFor()
    await guest.getByText("You are a viewer: you see them and change nothing.").waitFor()
    await button(guest, "Create a robot").waitFor({ state: "detached" })

    await button(owner, "Actions for bob").click()
    await choose(owner, "Remove from the project")
    const removing = owner.getByRole("dialog", { name: `Remove bob from ${name}?` })
    await removing.getByText("bob no longer sees this project, at once and everywhere.").waitFor()
    await removing.getByRole("button", { name: "Remove bob" }).click()
    await row(owner, "bob").waitFor({ state: "detached" })
    await title(guest, "No such project")
    await button(guest, "Project bob, choose another").waitFor()
  })

  test("the chosen project is remembered, and the switcher searches among many", async () => {
    for (const name of ["moon", "mars", "venus", "pluto", "saturn", "titan", "io"]) await newProject(name)
    const { id } = await newProject("europa")
    const page = await open("/keys", 1280)
    await page.getByRole("button", { name: /^Project .*, choose another$/ }).click()
    await page.getByLabel("Search projects").fill("zeppelin")
    await page.getByText("Nothing matches “zeppelin”.").waitFor()
    await page.getByLabel("Search projects").fill("euro")
    await page.getByRole("menuitemradio", { name: "europa" }).click()
    await button(page, "Project europa, choose another").waitFor()
    expect(new URL(page.url()).pathname).toBe("/keys")
    await page.reload()
    await button(page, "Project europa, choose another").waitFor()
    await page.getByRole("link", { name: "Machine keys" }).click()
    await page.waitForURL(`${app.daemon.url}/p/${id}/robots`)
    await button(page, "Project europa, choose another").click()
    await page.getByLabel("Search projects").fill("moon")
    await page.getByRole("menuitemradio", { name: "moon" }).click()
    await page.getByText("Robots of moon: accounts for programs").waitFor()
    expect(page.url()).toMatch(/\/p\/[^/]+\/robots$/)
  })

  test("a project is renamed with a way back, left by those who may, and deleted when it is empty", async () => {
    const { id } = await newProject("kite")
    await admit(id, "member")
    const { id: robot } = await app.alice.client.call(routes.createRobot, {
      params: { id },
      body: { handle: "kite-runner", displayName: "Runs" },
    })
    const page = await open(`/p/${id}`, 1280)
    await button(page, "Rename").click()
    await page.getByRole("dialog").getByLabel("Name").fill("dragon")
    await page.getByRole("dialog").getByRole("button", { name: "Rename" }).click()
    await title(page, "dragon")
    await button(page, "Undo").click()
    await title(page, "kite")

    await page.getByText("You are its last owner. Make another member an owner first.").waitFor()
    await page.getByText(/^It is not empty\. Delete its machine keys first, such as those of kite-runner\.$/).waitFor()
    expect(await button(page, "Delete").count()).toBe(0)
    await app.alice.client.call(routes.deleteRobot, { params: { id, accountId: robot } })

    await button(page, "Actions for bob").click()
    await choose(page, "Make owner")
    await button(page, "Leave").waitFor()
    await button(page, "Actions for alice").click()
    await choose(page, "Make member")
    const steppingDown = page.getByRole("dialog", { name: "Stop owning kite?" })
    await steppingDown.getByRole("button", { name: "Stay an owner" }).click()

    await button(page, "Delete").click()
    const deleting = page.getByRole("dialog", { name: "Delete kite?" })
    await deleting.getByLabel("Type kite to confirm").fill("kite")
    await deleting.getByRole("button", { name: "Delete project" }).click()
    await page.waitForURL(`${app.daemon.url}/keys`)
    await page.getByText("kite is deleted.").last().waitFor()
    expect((await app.alice.client.call(routes.listProjects, {})).items.map(({ name }) => name)).not.toContain("kite")
  })

  test("somebody leaves a project and no longer sees it", async () => {
    const { id } = await newProject("harbour")
    await admit(id, "member")
    const page = await open("/sign-in", 1280, true)
    await signInAsBob(page)
    await button(page, "Account menu for bob").waitFor()
    await page.goto(`${app.daemon.url}/p/${id}`)
    await button(page, "Leave").click()
    const leaving = page.getByRole("dialog", { name: "Leave harbour?" })
    await leaving.getByRole("button", { name: "Leave the project" }).click()
    await page.waitForURL(`${app.daemon.url}/keys`)
    await page.goto(`${app.daemon.url}/p/${id}`)
    await page.getByText("There is no such project, or you are not in it.").waitFor()
  })

  test("an invitation without its secret, and one to a project one is in, say so", async () => {
    const page = await open("/projects/join", 390)
    await title(page, "This link is not whole")
    const { id } = await newProject("lagoon")
    const { url } = await app.alice.client.call(routes.inviteToProject, { params: { id }, body: { role: "viewer" } })
    // A link opened where the page already stands changes its fragment alone.
    await page.goto(`${app.daemon.url}${pathOf(url)}`)
    await title(page, "Join lagoon")
    await button(page, "Join as alice").click()
    await page.getByText(/you are in the project "lagoon" already/i).waitFor()
  })
})
