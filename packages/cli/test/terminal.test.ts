import { execFileSync } from "node:child_process"
import { existsSync, mkdirSync } from "node:fs"
import { join } from "node:path"
import { routes } from "@latchkey/contract"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { testPassword } from "../../../tests/kit/daemon.ts"
import type { Reply } from "../../../tests/kit/terminal.ts"
import { requireTool } from "../../../tests/kit/tools.ts"
import { type Desk, sitDown } from "./desk.ts"
import { runInTerminal } from "./terminal.ts"

const script = requireTool("script", "bsdutils")
const keygen = requireTool("ssh-keygen", "openssh-client")
const down = "\u001b[B"
const enter = "\r"
const ctrlC = "\u0003"

describe.skipIf(script === undefined || keygen === undefined)("on a terminal", () => {
  let desk: Desk
  const asAccount = () => ({ ...desk.env, LATCHKEY_URL: desk.daemon.url, LATCHKEY_TOKEN: desk.account.token })
  const run = (args: readonly string[], env: Readonly<Record<string, string>>, ...replies: Reply[]) =>
    runInTerminal(script ?? "", args, env, replies)
  const names = async () =>
    (await desk.account.client.call(routes.listKeys, { query: {} })).items.map(({ name }) => name)

  beforeAll(async () => {
    desk = await sitDown()
    const folder = join(desk.env.HOME ?? "", ".ssh")
    mkdirSync(folder)
    for (const name of ["first", "second"]) {
      execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", name, "-f", join(folder, `id_${name}`)])
    }
  })
  afterAll(() => desk.leave())

  test("login asks for the password and shows nothing of it", async () => {
    const args = ["login", desk.daemon.url, "--handle", "alice"]
    const prompt = { to: "Password of alice", type: `${testPassword}${enter}` }
    const { status, screen } = await run(args, desk.env, prompt)
    expect(status).toBe(0)
    expect(screen).toContain("logged in as alice")
    for (const word of testPassword.split(" ")) expect(screen).not.toContain(word)
  })

  test("Ctrl-C at the prompt is quiet, with status 130", async () => {
    const env = { ...desk.env, XDG_CONFIG_HOME: join(desk.folder, "other") }
    const args = ["login", desk.daemon.url, "--handle", "alice"]
    const { status, screen } = await run(args, env, { to: "Password of alice", type: ctrlC })
    expect(status).toBe(130)
    expect(screen).not.toContain("error")
    expect(existsSync(join(desk.folder, "other"))).toBe(false)
  })

  test("key add offers the keys of ~/.ssh and adds those that are chosen", async () => {
    const { status, screen } = await run(["key", "add"], asAccount(), { to: "Which keys?", type: `${down} ${enter}` })
    expect(status).toBe(0)
    expect(screen).toContain("second is added")
    expect(await names()).toEqual(["second"])
  })

  test("times are words, fingerprints are short, and headings are bold unless NO_COLOR is set", async () => {
    const coloured = await run(["key", "list"], asAccount())
    expect(coloured.screen).toMatch(/second +Ed25519 256 +\S{7}…\S{4} +never +never +no +active/)
    expect(coloured.output).toContain("\u001b[1mNAME")
    const plain = await run(["key", "list"], { ...asAccount(), NO_COLOR: "1" })
    expect(plain.output).toBe(coloured.screen)
  })

  test("key delete asks, and keeps the key unless told otherwise", async () => {
    const ask = "Delete this SSH key?"
    const kept = await run(["key", "delete", "second"], asAccount(), { to: ask, type: enter })
    expect(kept.status).toBe(0)
    expect(kept.screen).toContain("nothing was deleted")
    const inWords = await run(["key", "delete", "second"], asAccount(), { to: ask, type: `keep${enter}` })
    expect(inWords.screen).toContain("nothing was deleted")
    expect((await run(["key", "delete", "second"], asAccount(), { to: ask, type: ctrlC })).status).toBe(130)
    expect(await names()).toEqual(["second"])
    const deleted = await run(["key", "delete", "second"], asAccount(), { to: ask, type: `y${enter}` })
    expect(deleted.screen).toContain("second is deleted")
    expect(await names()).toEqual([])
  })
})
