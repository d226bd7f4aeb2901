import { AccountPage, AdminLinkList, NewLink, routes } from "@latchkey/contract"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { openBrowser, testPassword } from "../../../tests/kit/daemon.ts"
import { type Desk, sitDown } from "./desk.ts"
import { runCli } from "./run-cli.ts"

describe("an administrator's commands for accounts", () => {
  let desk: Desk

  beforeAll(async () => {
    desk = await sitDown()
  })
  afterAll(() => desk.leave())

  /** Makes the account that a link from the CLI is for. */
  async function accept(url: string): Promise<void> {
    const secret = new URL(url).hash.slice(1)
    const body = { secret, email: "bob@example.org", displayName: "Bob Brown", password: testPassword }
    const { client } = await openBrowser(desk.daemon)
    await client.call(routes.acceptInvitation, { body })
  }

  test("invite with the link alone on stdout, and the link makes the account", async () => {
    const { status, stdout, stderr } = await desk.run("account", "invite", "bob")
    expect(status).toBe(0)
    expect(stdout).toMatch(/^http:\/\/\S+\/join#\S+\n$/)
    expect(stderr).toMatch(/^latchkey: note: send this link to whoever is to be "bob"; it works once, ends in 7 days/)
    expect((await desk.run("account", "links")).stdout).toMatch(/\nbob +joining +/)
    await accept(stdout.trim())
    expect((await desk.run("account", "list")).stdout).toMatch(/\nbob +Bob Brown +bob@example\.org +member .* active\n/)
    expect((await desk.run("account", "show", "bob")).stdout).toMatch(/e-mail +bob@example\.org\n/)
  })

  test("list as JSON, by page", async () => {
    const { stdout } = await desk.run("account", "list", "--search", "bo", "--json")
    expect(AccountPage.parse(JSON.parse(stdout)).items.map(({ handle }) => handle)).toEqual(["bob"])
  })

  test("take links back, by handle", async () => {
    const link = NewLink.parse(JSON.parse((await desk.run("account", "invite", "carol", "--json")).stdout))
    expect((await desk.run("account", "revoke", "carol")).stdout).toBe("carol: 1 link is taken back\n")
    await expect(accept(link.url)).rejects.toMatchObject({ code: "forbidden" })
    expect(AdminLinkList.parse(JSON.parse((await desk.run("account", "links", "--json")).stdout)).items).toEqual([])
    expect((await desk.run("account", "revoke", "carol")).status).toBe(3)
  })

  test("let a person choose a new password, by a link", async () => {
    const { status, stdout } = await desk.run("account", "reset-password", "bob")
    expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringMatching(/\/reset-password#\S+\n$/) })
  })

  test("change role and key quota", async () => {
    expect((await desk.run("account", "role", "bob", "admin")).stdout).toBe("bob is an admin now\n")
    expect((await desk.run("account", "role", "bob", "member")).stdout).toBe("bob is a member now\n")
    expect((await desk.run("account", "role", "bob", "king")).status).toBe(2)
    expect((await desk.run("account", "quota", "bob", "3")).stdout).toBe("bob may hold 3 SSH keys now\n")
    expect((await desk.run("account", "quota", "bob", "many")).status).toBe(2)
    expect((await desk.run("account", "role", desk.account.handle, "member")).status).toBe(5)
  })

  test("disable and enable, and the account's token stops at once", async () => {
    const { secret } = await desk.daemon.client.call(routes.signInForToken, {
      body: { identifier: "bob", password: testPassword, token: { name: "t", scopes: ["keys:read"] } },
    })
    const env = { LATCHKEY_URL: desk.daemon.url, LATCHKEY_TOKEN: secret }
    expect((await runCli(["key", "list"], { env })).status).toBe(0)
    const unasked = await desk.run("account", "disable", "bob")
    expect({ status: unasked.status, stdout: unasked.stdout }).toEqual({ status: 2, stdout: "" })
    expect((await desk.run("account", "disable", "bob", "--yes")).stdout).toMatch(/^bob is disabled: /)
    expect((await runCli(["key", "list"], { env })).status).toBe(4)
    expect((await desk.run("account", "list")).stdout).toMatch(/\nbob .* disabled since /)
    expect((await desk.run("account", "enable", "bob")).stdout).toMatch(/^bob is enabled/)
    expect((await runCli(["key", "list"], { env })).status).toBe(0)
    expect((await runCli(["account", "list"], { env })).status).toBe(4)
  })

  test("say that there is no such account", async () => {
    expect(await desk.run("account", "show", "nobody")).toEqual({
      status: 3,
      stdout: "",
      stderr:
        'latchkey: error: there is no account with the handle "nobody"\n' +
        "latchkey: hint: list them with: latchkey account list\n",
    })
  })
})
