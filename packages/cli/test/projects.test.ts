import { KeyPage, MemberList, ProjectList, RobotList, routes } from "@latchkey/contract"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { clientWithToken, openBrowser, testPassword } from "../../../tests/kit/daemon.ts"
import { newPublicLine } from "../../../tests/kit/public-line.ts"
import { type Desk, sitDown } from "./desk.ts"
import { runCli } from "./run-cli.ts"

describe("the projects that an account is in", () => {
  let desk: Desk
  /** The environment of a second person. */
  let bob: { readonly LATCHKEY_URL: string; readonly LATCHKEY_TOKEN: string }

  beforeAll(async () => {
    desk = await sitDown()
    const { stdout } = await desk.run("account", "invite", "bob")
    const secret = new URL(stdout.trim()).hash.slice(1)
    const account = { secret, email: "bob@example.org", displayName: "Bob Brown", password: testPassword }
    await (await openBrowser(desk.daemon)).client.call(routes.acceptInvitation, { body: account })
    const token = await desk.daemon.client.call(routes.signInForToken, {
      body: { identifier: "bob", password: testPassword, token: { name: "t", scopes: ["projects:write"] } },
    })
    bob = { LATCHKEY_URL: desk.daemon.url, LATCHKEY_TOKEN: token.secret }
  })
  afterAll(() => desk.leave())

  test("are created, renamed and listed", async () => {
    expect((await desk.run("project", "create", "moon")).stdout).toBe("moon is created, and you are its owner\n")
    expect((await desk.run("project", "rename", "moon", "atlas")).stdout).toBe("moon is now named atlas\n")
    expect((await desk.run("project", "list")).stdout).toMatch(/\natlas +shared +owner /)
    const { items } = ProjectList.parse(JSON.parse((await desk.run("project", "list", "--json")).stdout))
    expect(items.map(({ kind }) => kind)).toEqual(["personal", "shared"])
  })

  test("are named by id where two have one name", async () => {
    expect((await desk.run("project", "create", "twin")).status).toBe(0)
    expect((await desk.run("project", "create", "twin")).status).toBe(0)
    const { status, stderr } = await desk.run("project", "members", "twin")
    expect(status).toBe(5)
    const [id = ""] = /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(stderr) ?? []
    expect((await desk.run("project", "delete", id, "--yes")).stdout).toBe("twin is deleted\n")
    expect((await desk.run("project", "delete", "twin", "--yes")).stdout).toBe("twin is deleted\n")
  })

  test("get members by link, who change roles, leave and are removed", async () => {
    const { stdout } = await desk.run("project", "invite", "atlas", "--role", "viewer")
    expect((await desk.run("project", "invitations", "atlas")).stdout).toMatch(/\nviewer /)
    await join(stdout)
    expect((await desk.run("project", "role", "atlas", "bob", "member")).stdout).toBe("bob is member of atlas now\n")
    const members = MemberList.parse(JSON.parse((await desk.run("project", "members", "atlas", "--json")).stdout))
    expect(members.items.map(({ account, role }) => [account.handle, role])).toContainEqual(["bob", "member"])
    expect((await runCli(["project", "leave", "atlas", "--yes"], { env: bob })).stdout).toBe("you left atlas\n")
    await join((await desk.run("project", "invite", "atlas")).stdout)
    expect((await desk.run("project", "remove-member", "atlas", "bob")).status).toBe(2)
    expect((await desk.run("project", "remove-member", "atlas", "bob", "--yes")).status).toBe(0)
    expect((await runCli(["project", "members", "atlas"], { env: bob })).status).toBe(3)
    expect((await desk.run("project", "leave", "atlas", "--yes")).status).toBe(5)
  })

  test("take an invitation back", async () => {
    const { stdout } = await desk.run("project", "invite", "atlas", "--json")
    expect((await desk.run("project", "revoke", "atlas", JSON.parse(stdout).id)).status).toBe(0)
    await expect(join(JSON.parse(stdout).url)).rejects.toMatchObject({ code: "forbidden" })
  })

  test("have robots with keys and tokens of their own", async () => {
    expect((await desk.run("robot", "create", "atlas", "ci-runner")).stdout).toBe("ci-runner is a robot of atlas now\n")
    const line = newPublicLine("deploy")
    expect((await desk.runWith(line, "key", "add", "-", "--robot", "ci-runner")).stdout).toMatch(/^deploy is added/)
    expect((await desk.run("key", "list", "--json")).stdout).not.toContain("deploy")
    const { items } = KeyPage.parse(
      JSON.parse((await desk.run("key", "list", "--robot", "ci-runner", "--json")).stdout),
    )
    expect(items.map(({ name }) => name)).toEqual(["deploy"])
    expect((await desk.run("key", "list", "--project", "atlas")).stdout).toMatch(/^OWNER .*\nci-runner +deploy /)
    expect((await desk.run("key", "list", "--project", "atlas", "--robot", "ci-runner")).status).toBe(2)
    expect((await desk.run("robot", "list", "atlas")).stdout).toMatch(/ KEYS .*\nci-runner .* 1 /)
    expect((await desk.run("key", "rename", "deploy", "main", "--robot", "ci-runner")).status).toBe(0)
    expect((await desk.run("key", "export", "--robot", "ci-runner")).stdout).toContain(line.split(" ")[1])
    const { stdout: secret } = await desk.run("token", "create", "t", "--robot", "ci-runner")
    const env = { LATCHKEY_URL: desk.daemon.url, LATCHKEY_TOKEN: secret.trim() }
    expect((await runCli(["whoami"], { env })).stdout).toMatch(/^ci-runner \(ci-runner, a robot\)/)
    expect((await desk.run("token", "list", "--robot", "ci-runner")).stdout).toMatch(/\nt /)
    expect((await desk.run("project", "delete", "atlas", "--yes")).status).toBe(5)
    expect((await desk.run("robot", "disable", "ci-runner", "--yes")).status).toBe(0)
    expect((await runCli(["whoami"], { env })).status).toBe(4)
    expect((await desk.run("robot", "enable", "ci-runner")).status).toBe(0)
    expect((await runCli(["whoami"], { env })).status).toBe(0)
    expect((await desk.run("key", "delete", "main", "--robot", "ci-runner", "--yes")).stdout).toBe("main is deleted\n")
    expect((await desk.run("token", "delete", "t", "--robot", "ci-runner")).stdout).toBe("t is deleted\n")
    expect((await desk.run("robot", "delete", "ci-runner", "--yes")).status).toBe(0)
    const robots = await desk.run("robot", "list", "atlas", "--json")
    expect(RobotList.parse(JSON.parse(robots.stdout)).items).toEqual([])
  })

  async function join(url: string): Promise<void> {
    const body = { secret: new URL(url.trim()).hash.slice(1) }
    await clientWithToken(desk.daemon, bob.LATCHKEY_TOKEN).call(routes.joinProject, { body })
  }
})
