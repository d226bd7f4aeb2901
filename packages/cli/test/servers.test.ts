import { AccessList, NewServer, routes, Server, ServerKeyList, ServerList } from "@latchkey/contract"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { addAccount } from "../../../tests/kit/accounts.ts"
import { enrolBeside } from "../../../tests/kit/enrol.ts"
import { newPublicLine } from "../../../tests/kit/public-line.ts"
import { requireTool } from "../../../tests/kit/tools.ts"
import { type Desk, sitDown } from "./desk.ts"
import { runCli } from "./run-cli.ts"
import { runInTerminal } from "./terminal.ts"

const script = requireTool("script", "bsdutils")
const enter = "\r"
const other = `SHA256:${"A".repeat(43)}`

// Each command is a process of its own, and a busy machine takes seconds for one.
describe("the servers of projects", { timeout: 240_000 }, () => {
  let desk: Desk
  const asAccount = () => ({ ...desk.env, LATCHKEY_URL: desk.daemon.url, LATCHKEY_TOKEN: desk.account.token })

  beforeAll(async () => {
    desk = await sitDown()
    for (const name of ["laptop", "work"]) await desk.runWith(newPublicLine(name), "key", "add", "-", "--name", name)
    await desk.run("key", "default", "laptop")
    await desk.run("project", "create", "atlas")
  })
  afterAll(() => desk.leave())

  /** A server of which a machine that there is not has spent the code. */
  const enrolled = async (name: string, ...args: readonly string[]) => {
    const { status, stdout, stderr } = await desk.run("server", "connect", name, "--json", ...args)
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" })
    const made = NewServer.parse(JSON.parse(stdout))
    return { id: made.server.id, fingerprint: await enrolBeside(desk.daemon, made.enrolment) }
  }
  const shown = async (name: string) =>
    Server.parse(JSON.parse((await desk.run("server", "show", name, "--json")).stdout))
  const keysOf = async (name: string) => {
    const { keys, removals } = JSON.parse((await desk.run("server", "show", name, "--json")).stdout)
    return ServerKeyList.parse({ items: keys, removals }).items.map(({ loginUser, key }) => `${loginUser} ${key.name}`)
  }

  test("are none at first, and then waited for with the command on stdout alone", async () => {
    expect((await desk.run("server", "list")).stdout).toBe("NAME  PROJECT  ADDRESS  STATE  LAST CONTACT  PROBLEM\n")
    const { status, stdout, stderr } = await desk.run("server", "connect", "first", "--address", "first.example.org")
    expect(status).toBe(0)
    expect(stdout).toMatch(new RegExp(`^curl -fsS ${desk.daemon.url}/enrol/[\\w-]{43} \\| sudo sh\n$`))
    expect(stderr).toMatch(/^latchkey: note: run this on first; it works once, and expires 20\S+Z\n/)
    expect(stderr).toContain("latchkey: hint: then confirm its host keys with: latchkey server confirm first\n")
    expect((await desk.run("server", "list")).stdout).toMatch(
      /\nfirst .* first\.example\.org +waiting for its command +never/,
    )
    const again = await desk.run("server", "connect", "FIRST", "--again")
    expect(again.stdout).toMatch(/^curl /)
    expect(again.stdout).not.toBe(stdout)
    expect((await desk.run("server", "connect", "first")).status).toBe(5)
    expect((await desk.run("server", "confirm", "first", "--yes", "--host-key", "SHA256:x")).stderr).toContain(
      "nothing has enrolled as first yet",
    )
    expect((await desk.run("server", "ssh", "first")).status).toBe(5)
  })

  test("are confirmed by the host keys that they have, and by no others", async () => {
    const { fingerprint } = await enrolled("real", "--project", "atlas", "--user", "root")
    const wrong = await desk.run("server", "confirm", "real", "--yes", "--host-key", other)
    expect(wrong.status).toBe(5)
    expect(wrong.stderr).toContain(fingerprint)
    const more = ["--host-key", fingerprint, "--host-key", other]
    expect((await desk.run("server", "confirm", "real", "--yes", ...more)).status).toBe(5)
    expect((await shown("real")).state).toBe("unconfirmed")
    expect((await desk.run("server", "show", "real")).stdout).not.toContain("known_hosts")
    expect((await desk.run("server", "ssh", "real")).stderr).toContain("latchkey server confirm real")

    const right = await desk.run("server", "confirm", "real", "--yes", "--host-key", fingerprint, "--json")
    expect(Server.parse(JSON.parse(right.stdout)).state).toBe("connected")
    const { stdout } = await desk.run("server", "show", "real")
    expect(stdout).toContain(fingerprint)
    expect(stdout).toMatch(/known_hosts +127\.0\.0\.1 ssh-ed25519 AAAA|known_hosts +real ssh-ed25519 AAAA/)
    expect(stdout).toMatch(/\nroot +laptop +alice +Ed25519 256 +SHA256:\S+ +none +not yet in effect\n/)
    expect(await keysOf("real")).toEqual(["root laptop"])
  })

  test.each([
    [["confirm", "real"], "there is no terminal to ask on whether the host keys are the server's"],
    [["confirm", "real", "--yes"], "--yes does not confirm host keys that nobody has named"],
    [["connect", "next", "--host-key", other], "there is no terminal to ask on whether the host keys are the server's"],
    [["connect", "next", "--key", "work"], "keys open a login user, and none is named"],
    [["connect", "next", "--again", "--user", "root"], "cannot be used with option"],
    [["connect", "next", "--json", "--host-key", other], "cannot be used with option"],
    [["access", "add", "real", "root"], "an access is for one key"],
    [["access", "add", "real", "root", "--key", "work", "--members"], "an access is for one key"],
    [["access", "remove", "real", "root", "--key", "laptop"], "there is no terminal to ask on"],
    [["delete", "real"], "there is no terminal to ask on"],
  ])("`latchkey server %j` does nothing, and says why", async (args, message) => {
    const before = (await desk.run("server", "list", "--json")).stdout
    const { status, stdout, stderr } = await desk.run("server", ...args)
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" })
    expect(stderr).toContain(message)
    expect((await desk.run("server", "list", "--json")).stdout).toBe(before)
  })

  test("are waited for, and not confirmed when another machine enrols", async () => {
    let enrolled: Promise<string> | undefined
    const args = ["server", "connect", "known", "--yes", "--host-key", other]
    const { status, stdout, stderr } = await runCli(args, {
      env: asAccount(),
      watch(text) {
        const [, url] = /curl -fsS (\S+) .*\n/.exec(text) ?? []
        if (url !== undefined) enrolled ??= enrolBeside(desk.daemon, { url })
      },
    })
    expect(status).toBe(5)
    expect(stdout).toMatch(/^curl /)
    expect(stderr).toContain(`known has enrolled with other host keys: ${await enrolled}`)
    expect((await shown("known")).state).toBe("unconfirmed")
  })

  test("are opened by keys, accounts and members, held to options", async () => {
    await addAccount(desk.daemon, "bob")
    await desk.run("robot", "create", "atlas", "ci-runner")
    await desk.runWith(newPublicLine("deploy"), "key", "add", "-", "--name", "deploy", "--robot", "ci-runner")
    const add = (...args: readonly string[]) => desk.run("server", "access", "add", "real", ...args)
    const byKey = await add(
      "root",
      "--key",
      "deploy",
      "--from",
      "10.0.0.0/8,!10.0.0.1",
      "--no-pty",
      "--command",
      "uptime",
    )
    expect(byKey).toEqual({ status: 0, stdout: "the key deploy of ci-runner: access to root on real\n", stderr: "" })
    const byAccount = await add("backup", "--account", "ci-runner", "--restrict")
    expect(byAccount.stdout).toBe("all keys of ci-runner: access to backup on real\n")
    expect(byAccount.stderr).toContain("real had no user backup when it was connected")
    expect((await add("root", "--members", "--json")).status).toBe(0)
    expect((await add("root", "--members")).status).toBe(5)
    expect((await add("root", "--account", "bob")).status).toBe(3)
    expect((await add("root", "--key", "none")).status).toBe(3)
    expect((await add("root", "--account", "alice", "--from", "10.0.0.0/99")).status).toBe(2)
    expect(await keysOf("real")).toEqual(["backup deploy", "root deploy", "root laptop", "root work"])

    const { stdout } = await desk.run("server", "access", "list", "real")
    expect(stdout).toMatch(
      /\nroot +the key deploy of ci-runner +1 +from="10\.0\.0\.0\/8,!10\.0\.0\.1",command="uptime",no-pty /,
    )
    expect(stdout).toMatch(/\nbackup +all keys of ci-runner +1 +restrict /)
    expect(stdout).toMatch(/\nroot +all keys of all members +\d +none /)
    const accesses = AccessList.parse(JSON.parse((await desk.run("server", "access", "list", "real", "--json")).stdout))
    expect(accesses.items.map(({ subject }) => subject.kind).toSorted()).toEqual(["account", "key", "key", "project"])

    const remove = (...args: readonly string[]) =>
      desk.run("server", "access", "remove", "real", ...args, "--yes", "--no-wait")
    const removed = await remove("backup", "--account", "ci-runner")
    expect(removed.stdout).toMatch(/^all keys of ci-runner: no access to backup on real any more\n/)
    expect((await remove("backup", "--account", "ci-runner")).status).toBe(3)
    expect((await remove("root", "--members")).status).toBe(0)
    expect((await remove("root", "--key", "deploy")).status).toBe(0)
    expect(await keysOf("real")).toEqual(["root laptop"])
  })

  test("are named by key show, as far as the token reaches", async () => {
    expect((await desk.run("key", "show", "laptop")).stdout).toMatch(/\nopens +root on real \(not yet in effect\)\n/)
    expect((await desk.run("key", "show", "work")).stdout).toMatch(/\nopens +no server\n/)
    const { stdout: secret } = await desk.run("token", "create", "reader", "--scope", "keys:read,projects:write")
    const env = { ...asAccount(), LATCHKEY_TOKEN: secret.trim() }
    const { status, stdout } = await runCli(["key", "show", "laptop"], { env })
    expect(status).toBe(0)
    expect(stdout).not.toContain("opens")
  })

  test("are disconnected, with what stays on them said", async () => {
    const { status, stdout, stderr } = await desk.run("server", "delete", "known", "--yes")
    expect({ status, stdout }).toEqual({ status: 0, stdout: "known is disconnected\n" })
    expect(stderr).toContain("sudo latchkey-enrol --undo")
    expect((await desk.run("server", "delete", "first", "--yes")).stderr).toBe("")
    const { items } = ServerList.parse(JSON.parse((await desk.run("server", "list", "--json")).stdout))
    expect(items.map(({ name }) => name)).toEqual(["real"])
    expect((await desk.run("server", "show", "known")).status).toBe(3)
  })

  test("are completed by name, with the login users of the one on the line", async () => {
    const complete = (...words: readonly string[]) => desk.run("complete", "--patience", "20000", "--", ...words)
    await enrolled("other")
    expect((await complete("server", "show", "re")).stdout).toMatch(/^real\t.*atlas\n$/)
    expect((await complete("server", "access", "add", "real", "")).stdout).toBe("root\n")
    expect((await complete("server", "ssh", "real", "--user", "r")).stdout).toBe("root\n")
    expect((await complete("server", "access", "add", "real", "root", "--key", "la")).stdout).toMatch(/^laptop\t/)
  })

  describe.skipIf(script === undefined)("on a terminal", () => {
    const run = (args: readonly string[], ...replies: { readonly to: string; readonly type: string }[]) =>
      runInTerminal(script ?? "", args, asAccount(), replies)

    test("show their host keys, and are kept unless the answer is another", async () => {
      const { fingerprint } = await enrolled("asked")
      const kept = await run(["server", "confirm", "asked"], { to: "print these host keys", type: enter })
      expect(kept.screen).toContain(fingerprint)
      expect(kept.screen).toContain("nothing was confirmed")
      expect((await shown("asked")).state).toBe("unconfirmed")
      const yes = await run(["server", "confirm", "asked"], { to: "print these host keys", type: `y${enter}` })
      expect(yes.screen).toContain("asked is connected")
      expect((await shown("asked")).state).toBe("connected")
    })

    test("are connected step by step, and opened by the default keys", async () => {
      const args = ["server", "connect", "steps", "--project", "atlas", "--address", "127.0.0.1"]
      const running = run(
        args,
        { to: "print these host keys", type: `y${enter}` },
        { to: "Which user of steps do your keys open (laptop)?", type: enter },
        // Nothing acknowledges: Ctrl-C ends the waiting for that.
        { to: "giving steps its keys", type: "\u0003" },
      )
      const { client } = desk.account
      const found = async () => ServerList.parse(JSON.parse((await desk.run("server", "list", "--json")).stdout)).items
      await expect.poll(async () => (await found()).map(({ name }) => name), { timeout: 60_000 }).toContain("steps")
      const { id } = await shown("steps")
      await enrolBeside(desk.daemon, await client.call(routes.offerEnrolment, { params: { id } }))
      const { screen } = await running
      expect(screen).toMatch(/curl -fsS \S+ \| sudo sh/)
      expect((await shown("steps")).state).toBe("connected")
      expect(await keysOf("steps")).toEqual(["root laptop"])
    })

    test("are named before a key is deleted, with those that nothing else opens", async () => {
      await desk.run("server", "access", "add", "steps", "backup", "--key", "laptop")
      await desk.run("server", "access", "add", "steps", "backup", "--key", "work")
      const ask = "Delete this SSH key?"
      const one = await run(["key", "delete", "laptop"], { to: ask, type: enter })
      expect(one.screen).toMatch(
        /closed to them:\s+root on real, which no other key opens\s+backup on steps\s+root on steps,/,
      )
      const both = await run(["key", "delete", "laptop", "work"], { to: "Delete these 2 SSH keys?", type: enter })
      expect(both.screen).toMatch(/backup on steps, which no other key opens\s/)
    })

    test("are named after a key's last day is set, and not when it has none", async () => {
      const limited = await desk.run("key", "expire", "laptop", "90d")
      expect(limited.stderr).toMatch(/^closed to it then:\n {2}root on real, which no other key opens\n/)
      expect(limited.stderr).toContain("\n  backup on steps\n")
      expect((await desk.run("key", "expire", "laptop", "never")).stderr).toBe("")
    })

    test("are logged in to as a user that is named, where one's keys open several", async () => {
      const { status, stderr } = await desk.run("server", "ssh", "steps")
      expect(status).toBe(2)
      expect(stderr).toContain("your keys open several users of steps: backup, root\n")
      const asked = await run(["server", "ssh", "steps"], { to: "Log in to steps as which user?", type: "\u0003" })
      expect(asked.status).toBe(130)
    })

    test("are disconnected once their name is typed", async () => {
      const ask = "Type asked to disconnect it."
      const kept = await run(["server", "delete", "asked"], { to: ask, type: `y${enter}` })
      expect(kept.screen).toContain("sudo latchkey-enrol --undo")
      expect(kept.screen).toContain("nothing was disconnected")
      const gone = await run(["server", "delete", "asked"], { to: ask, type: `asked${enter}` })
      expect(gone.screen).toContain("asked is disconnected")
    })
  })
})
