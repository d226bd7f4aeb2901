import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { routes } from "@latchkey/contract"
import type { Locator, Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"
import { findOpenstackTools } from "../interop/openstack/openstack-client.ts"
import { run } from "../interop/ssh-clients.ts"
import { testPassword } from "../kit/daemon.ts"
import { newPublicLine } from "../kit/public-line.ts"
import { eventually, noBrowser, startConsole, type TestConsole } from "./kit.ts"

/** Each command starts a Python of its own. */
const patience = 300_000
const tools = findOpenstackTools()

describe.skipIf(noBrowser || tools === undefined)("the files for OpenStack tools", () => {
  let app: TestConsole
  let home: string
  beforeAll(async () => {
    app = await startConsole()
    home = mkdtempSync(join(tmpdir(), "latchkey-files-"))
    mkdirSync(join(home, ".config/openstack"), { recursive: true })
    const keys = [{ text: newPublicLine("x"), name: "laptop" }]
    await app.alice.client.call(routes.importKeys, { body: { keys } })
  }, patience)
  afterAll(async () => {
    await app?.close()
    if (home !== undefined) rmSync(home, { recursive: true })
  })
  afterEach(() => expect(app.faults()).toEqual([]))

  const button = (within: Page | Locator, name: string) => within.getByRole("button", { name, exact: true })

  /** Saves what a download button gives in a place of that computer, and gives the text. */
  async function download(within: Page | Locator, page: Page, name: string, place: string): Promise<string> {
    const arriving = page.waitForEvent("download")
    await button(within, `Download ${name}`).click()
    const file = await arriving
    expect(file.suggestedFilename()).toBe(name)
    await file.saveAs(join(home, place))
    return readFileSync(join(home, place), "utf8")
  }

  /** What the real client says, with nothing but files to go by; `typed` answers what they ask. */
  async function told(command: string, typed = "", shell = "bash"): Promise<unknown> {
    const env = { HOME: home, LANG: "C.UTF-8", PYTHONDONTWRITEBYTECODE: "1" }
    const { status, stdout, stderr } = await run(shell, ["-c", `cd\n${command} -f json`, shell, typed], env)
    expect({ status, stderr: stderr.replace("Password of alice: \n", "") }).toEqual({ status: 0, stderr: "" })
    return JSON.parse(stdout)
  }
  const theKey = [expect.objectContaining({ Name: "laptop", Type: "ssh" })]

  test(
    "the openstack command lists key pairs with those of a token that was just made",
    async () => {
      const page = await app.open("/account/tokens")
      await button(page, "Create a token for OpenStack").click()
      const dialog = page.getByRole("dialog")
      for (const scope of ["Read keys", "Manage keys"]) {
        expect(await dialog.getByLabel(scope, { exact: true }).isChecked()).toBe(true)
      }
      expect(await dialog.getByRole("checkbox", { checked: true }).count()).toBe(2)
      await dialog.getByLabel("Name").fill("terraform")
      await button(dialog, "Create token").click()
      const section = dialog.getByRole("region", { name: "For OpenStack tools" })
      const secret = await dialog.locator("code[data-secret]").innerText()
      const texts = [
        await download(section, page, "clouds.yaml", ".config/openstack/clouds.yaml"),
        await download(section, page, "openrc.sh", "token.sh"),
      ]
      for (const text of texts) expect(text).toContain(secret)
      // Whoever has saved a file has kept the token.
      await button(dialog, "Done").click()
      await dialog.waitFor({ state: "detached" })
      const left = await page.evaluate(() =>
        JSON.stringify([location.href, { ...localStorage }, { ...sessionStorage }]),
      )
      expect(left + (await page.content())).not.toContain(secret)

      expect(await told("openstack --os-cloud latchkey keypair list")).toEqual(theKey)
      expect(await told("source ./token.sh; openstack keypair list")).toEqual(theKey)
    },
    patience,
  )

  test(
    "a token without a scope that key pairs take is made as it was asked for, and the lack is said",
    async () => {
      const page = await app.open("/account/tokens")
      await button(page, "Create a token").click()
      const dialog = page.getByRole("dialog")
      await dialog.getByLabel("Name").fill("reader")
      await button(dialog, "Create token").click()
      await dialog.getByText("It lacks a scope that managing key pairs takes: Manage keys.").waitFor()
    },
    patience,
  )

  test(
    "with a password it lists them by a file that asks, and by one with the password beside it",
    async () => {
      const page = await app.open("/account/tokens")
      const card = page.getByRole("region", { name: "For OpenStack tools" })
      const openrc = await download(card, page, "openrc.sh", "password.sh")
      const clouds = await download(card, page, "clouds.yaml", ".config/openstack/clouds.yaml")
      expect(openrc + clouds).not.toContain(testPassword)
      expect(await told('source ./password.sh <<< "$1"; openstack keypair list', testPassword)).toEqual(theKey)
      const secure = { clouds: { latchkey: { auth: { password: testPassword } } } }
      writeFileSync(join(home, ".config/openstack/secure.yaml"), JSON.stringify(secure))
      expect(await told("openstack --os-cloud latchkey keypair list")).toEqual(theKey)
      rmSync(join(home, ".config/openstack/secure.yaml"))
    },
    patience,
  )

  test(
    "whatever a project is called, it is the one that they sign in to",
    async () => {
      const name = `it's "one": $(touch taken) \`touch taken\` # \\ 日本 🗝`
      const project = await app.alice.client.call(routes.createProject, { body: { name } })
      const page = await app.open("/account/tokens")
      await button(page, "Project alice, choose another").click()
      await page.getByRole("menuitemradio", { name }).click()
      await button(page, `Project ${name}, choose another`).waitFor()
      const card = page.getByRole("region", { name: "For OpenStack tools" })
      await download(card, page, "openrc.sh", "project.sh")
      await download(card, page, "clouds.yaml", ".config/openstack/clouds.yaml")
      const scope = expect.objectContaining({ project_id: project.id })
      for (const shell of ["bash", "dash"]) {
        const command = `. ./project.sh <<end\n$1\nend\nopenstack token issue`
        expect(await told(command, testPassword, shell)).toEqual(scope)
      }
      const asked = `OS_PASSWORD="$1" openstack --os-cloud latchkey token issue`
      expect(await told(asked, testPassword)).toEqual(scope)
      expect(readdirSync(home)).not.toContain("taken")
    },
    patience,
  )

  test(
    "what was copied is what was downloaded",
    async () => {
      const page = await app.open("/account/tokens")
      await page.context().grantPermissions(["clipboard-read", "clipboard-write"])
      const card = page.getByRole("region", { name: "For OpenStack tools" })
      const text = await download(card, page, "openrc.sh", "copied.sh")
      await button(card, "Copy openrc.sh").click()
      await eventually(() => page.evaluate(() => navigator.clipboard.readText()), text)
    },
    patience,
  )

  test(
    "the files lead to the public URL, by whatever address the page was opened",
    async () => {
      const behind = await startConsole({ env: { LATCHKEY_PUBLIC_URL: "http://keys.example.org:8080" } })
      try {
        const page = await behind.open("/account/tokens")
        const card = page.getByRole("region", { name: "For OpenStack tools" })
        for (const name of ["clouds.yaml", "openrc.sh"]) {
          const text = await download(card, page, name, name)
          expect(text).toContain("http://keys.example.org:8080/openstack/identity/v3")
          expect(text).not.toContain(new URL(behind.daemon.url).host)
        }
        expect(behind.faults()).toEqual([])
      } finally {
        await behind.close()
      }
    },
    patience,
  )

  test(
    "projects that cannot be loaded are said, and asked for again",
    async () => {
      const page = await app.open("/account/tokens")
      await page.route("**/api/v1/projects", (route) => route.fulfill({ status: 500, body: "" }))
      await page.reload()
      const card = page.getByRole("region", { name: "For OpenStack tools" })
      await card.getByText("Your projects could not be loaded.").waitFor()
      await page.unroute("**/api/v1/projects")
      await button(card, "Try again").click()
      await button(card, "Download clouds.yaml").waitFor()
    },
    patience,
  )
})
