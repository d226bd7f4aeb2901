import { KeyReplacement, NewServer } from "@latchkey/contract"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { newPublicLine } from "../../../tests/kit/public-line.ts"
import { type Desk, sitDown } from "./desk.ts"

// Each command is a process of its own, and a busy machine takes seconds for one.
describe("replacing a key", { timeout: 240_000 }, () => {
  let desk: Desk
  beforeAll(async () => {
    desk = await sitDown()
    for (const name of ["laptop", "newer", "third"]) {
      await desk.runWith(newPublicLine(name), "key", "add", "-", "--name", name)
    }
    const { stdout } = await desk.run("server", "connect", "web-3", "--json")
    NewServer.parse(JSON.parse(stdout))
    for (const user of ["deploy", "root"]) await desk.run("server", "access", "add", "web-3", user, "--key", "laptop")
  })
  afterAll(() => desk.leave())

  const replace = (...args: readonly string[]) => desk.run("key", "replace", ...args)

  test("begins with the name of the new one, once, and tells every place", async () => {
    expect((await replace("laptop")).status).toBe(3)
    const { status, stdout, stderr } = await replace("laptop", "newer", "--after-login")
    expect(status).toBe(0)
    expect(stdout).toMatch(/^newer is taking the place of laptop; the old key goes from a place once/)
    expect(stdout).toMatch(
      /\nweb-3\/deploy +not yet in effect +never +opens\nweb-3\/root +not yet in effect +never +opens\n$/,
    )
    expect(stderr).toContain("--finish deletes the old key, --back-out lets everything be as it was")
    expect((await replace("newer", "third")).status).toBe(5)
    const shown = await replace("newer", "--status", "--json")
    expect(KeyReplacement.parse(JSON.parse(shown.stdout))).toMatchObject({ removeAfterLogin: true })
    expect((await replace("laptop", "third", "--finish")).status).toBe(2)
  })

  test("removes the old one from a place that is named", async () => {
    expect((await replace("laptop", "--remove", "web-3")).status).toBe(3)
    const { stdout } = await replace("laptop", "--remove", "WEB-3/deploy")
    expect(stdout).toMatch(/\nweb-3\/deploy .* removed\nweb-3\/root .* opens\n$/)
  })

  test("is backed out of, or finished, by either of the keys", async () => {
    expect((await replace("newer", "--back-out")).stdout).toBe("laptop is not replaced any more\n")
    expect((await desk.run("key", "show", "laptop")).stdout).toMatch(/opens +deploy on web-3/)
    await replace("laptop", "newer")
    expect((await replace("laptop", "--finish")).stderr).toContain("add --yes to do it without being asked")
    const { stdout } = await replace("laptop", "--finish", "--yes")
    expect(stdout).toBe("laptop is deleted, newer stands in its place\n")
    expect((await desk.run("key", "show", "laptop")).status).toBe(3)
    expect((await desk.run("key", "show", "newer")).stdout).toMatch(/opens +deploy on web-3 .*\nopens +root on web-3 /)
  })

  test("leaves keys that were never on a server without a receipt when they are deleted", async () => {
    expect((await desk.run("key", "delete", "third", "--yes")).stdout).toBe("third is deleted\n")
  })
})
