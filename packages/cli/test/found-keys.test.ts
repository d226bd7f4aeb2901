import { FoundKey, FoundKeyList, NewServer, Server } from "@latchkey/contract"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { enrolBeside, findBeside } from "../../../tests/kit/enrol.ts"
import { newPublicLine } from "../../../tests/kit/public-line.ts"
import { type Desk, sitDown } from "./desk.ts"

// Each command is a process of its own, and a busy machine takes seconds for one.
describe("on a server of a project", { timeout: 240_000 }, () => {
  let desk: Desk
  let id: string
  beforeAll(async () => {
    desk = await sitDown()
    await desk.runWith(newPublicLine("laptop"), "key", "add", "-", "--name", "laptop")
    const { stdout } = await desk.run("server", "connect", "web", "--json")
    const made = NewServer.parse(JSON.parse(stdout))
    id = made.server.id
    await enrolBeside(desk.daemon, made.enrolment)
  })
  afterAll(() => desk.leave())

  const listed = async () =>
    FoundKeyList.parse(JSON.parse((await desk.run("server", "found", "list", "web", "--json")).stdout))
  async function findOne(): Promise<FoundKey> {
    await findBeside(desk.daemon, id)
    const [found] = (await listed()).items
    if (found === undefined) throw new Error("the key was not found")
    return found
  }

  test("found keys are listed, marked, left alone, and dropped when that is meant", async () => {
    expect(await listed()).toEqual({ items: [], reportedAt: null })
    const { fingerprint } = await findOne()
    const list = await desk.run("server", "found", "list", "web")
    expect(list.stdout).toContain("\nroot  Ed25519 256  ")
    expect(list.stdout).toMatch(/somebody +none +opens as before/)
    const show = async () => (await desk.run("server", "show", "web")).stdout
    expect(await show()).toMatch(/\nfound keys +1 open it too, 1 undecided: latchkey server found list web\n/)
    const decide = (...args: readonly string[]) => desk.run("server", "found", ...args)
    expect((await decide("break-glass", "web", fingerprint)).stdout).toBe(
      `${fingerprint} for root on web: opens in an emergency too, not yet in effect\n`,
    )
    expect((await decide("keep", "web", fingerprint, "--user", "root")).stdout).toContain(": opens as before\n")
    expect((await decide("keep", "web", fingerprint, "--user", "deploy")).status).toBe(3)
    expect((await decide("drop", "web", fingerprint)).stderr).toContain("add --yes")
    const dropped = await decide("drop", "web", fingerprint, "--yes", "--json")
    expect(FoundKey.parse(JSON.parse(dropped.stdout))).toMatchObject({ decision: "dropped", decisionInEffect: false })
    expect(await show()).not.toContain("found keys")
    const complete = await desk.run("complete", "--patience", "20000", "--", "server", "found", "keep", "web", "SHA")
    expect(complete.stdout).toContain(`${fingerprint}\troot somebody`)
  })

  test("a found key is adopted, and by no robot that the project has not", async () => {
    const own = await findOne()
    const adopted = await desk.run("server", "found", "adopt", "web", own.id, "--name", "desk")
    expect(adopted).toMatchObject({ stdout: `${own.fingerprint} for root on web: adopted by alice\n`, stderr: "" })
    expect((await desk.run("key", "show", "desk")).stdout).toMatch(/\nopens +root on web/)
    const theirs = await findOne()
    const missing = await desk.run("server", "found", "adopt", "web", theirs.id, "--robot", "nobody")
    expect(missing.status).toBe(3)
  })

  test("accesses are marked for emergencies, and the server's own settings changed", async () => {
    await desk.run("server", "access", "add", "web", "deploy", "--key", "laptop", "--break-glass")
    const marks = async () => (await desk.run("server", "access", "list", "web")).stdout
    expect(await marks()).toMatch(/\ndeploy +the key laptop of alice +1 +none +yes /)
    const update = (...args: readonly string[]) => desk.run("server", "access", "update", "web", "deploy", ...args)
    expect((await update("--key", "laptop")).status).toBe(2)
    expect((await update("--key", "laptop", "--no-break-glass")).status).toBe(0)
    expect(await marks()).toMatch(/\ndeploy +the key laptop of alice +1 +none +no /)
    expect((await desk.run("server", "update", "web")).status).toBe(2)
    const args = ["--name", "web-2", "--address", "web.example.org", "--stale", "deny", "--json"] as const
    const { stdout } = await desk.run("server", "update", "web", ...args)
    expect(Server.parse(JSON.parse(stdout))).toMatchObject({
      name: "web-2",
      address: "web.example.org",
      stalePolicy: "deny",
    })
    expect((await desk.run("server", "update", "web-2", "--no-address", "--name", "web")).stdout).toBe(
      "web: no address, when stale deny\n",
    )
  })
})
