import { beforeAll, describe, expect, test } from "vitest"
import type { Desk } from "./kit/desk.ts"
import { makeFleet } from "./kit/fleet.ts"
import { scriptsText } from "./kit/scripts-text.ts"
import { canBoot, logIn, makeKey, type TestServer } from "./kit/test-server.ts"

const patience = { timeout: 60_000, interval: 200 }

/** With one file other than it is. */
const withOther = (name: string, change: (text: string) => string) =>
  scriptsText((each, text) => (each === name ? change(text) : text))

describe.skipIf(!canBoot()).each(["dash", "busybox"] as const)("latchkey-update with %s", (shell) => {
  const fleet = makeFleet()
  const key = makeKey(fleet.folder, "held")
  let server: TestServer
  let desk: Desk
  let version = 0
  let before = ""

  beforeAll(async () => {
    desk = await fleet.openDesk()
    server = await fleet.boot({ name: `update-${shell}`, shell })
    before = await server.picture()
    await server.read(`curl -fsS ${desk.url}/enrol/code | sh`)
  })

  function publish(...orders: readonly string[]): void {
    version += 1
    const users = [{ name: "deploy", lines: [`${key.line} key-1`] }]
    desk.publish(version, desk.sign(desk.bundle(version, { users, orders })))
  }
  /** The next version, with these orders, is in effect. */
  async function order(...orders: readonly string[]): Promise<void> {
    publish(...orders)
    await expect.poll(() => desk.polls.at(-1)?.have, patience).toBe(version)
  }
  const offer = (text: string, namespace = "latchkey-scripts", by?: string) =>
    desk.answers.set("/host/v1/scripts", () => desk.sign(text, by, namespace))
  const installed = () => server.read("cat /var/lib/latchkey/scripts; cd /usr/local/lib/latchkey && sha256sum *")
  const opens = async () => (await logIn(server, key.file, "deploy")).status === 0
  const reported = (from: number) => desk.reports.slice(from).join("")

  test("puts newer scripts in their places, and the service goes on as the new one", async () => {
    await order()
    const { text, hash } = withOther("latchkey-sync", (sync) => `${sync}# newer\n`)
    offer(text)
    await order(`scripts ${hash}`)
    await expect
      .poll(() => server.run("cat /var/lib/latchkey/scripts").then(({ stdout }) => stdout), patience)
      .toBe(`${hash}\n`)
    expect(await server.read("tail -n 1 /usr/local/lib/latchkey/latchkey-sync")).toBe("# newer\n")
    const count = desk.polls.length
    await expect.poll(() => desk.polls.length, patience).toBeGreaterThan(count + 1)
    expect(await opens()).toBe(true)
    expect((await server.run("ls /var/lib/latchkey/update")).status).not.toBe(0)
  })

  test.each([
    ["that another key has signed", "not signed", (text: string) => offer(text, "latchkey-scripts", desk.foreignKey)],
    ["that were signed for something else", "not signed", (text: string) => offer(text, "latchkey-bundle")],
    [
      "that are cut off",
      "not signed",
      (text: string) => desk.answers.set("/host/v1/scripts", () => text.slice(0, 900)),
    ],
  ])("refuses scripts %s", async (_, reason, give) => {
    const was = await installed()
    const { text, hash } = withOther("latchkey-keys", (keys) => `${keys}# evil ${reason}\n`)
    give(text)
    const from = desk.reports.length
    await order(`scripts ${hash}`)
    await expect.poll(() => reported(from), patience).toContain(reason)
    expect(await installed()).toBe(was)
    await order()
    await expect.poll(() => reported(from), patience).toMatch(/^ok$/m)
  })

  test("tries newer scripts again when Latchkey was away while they were tried", async () => {
    const { text, hash } = withOther("latchkey-check", (check) => `${check}# later\n`)
    desk.answers.set("/host/v1/scripts", () => {
      desk.isSilent = true
      return desk.sign(text, undefined, "latchkey-scripts")
    })
    publish(`scripts ${hash}`)
    await expect.poll(() => desk.isSilent, patience).toBe(true)
    // The old ones do not hear it either by now.
    const isTried = "test -d /run/latchkey/update/unpacked && ! ps -e -o args | grep -q '[l]atchkey-update'"
    await expect.poll(() => server.run(isTried).then(({ status }) => status), patience).toBe(0)
    offer(text)
    desk.isSilent = false
    await expect.poll(() => server.read("cat /var/lib/latchkey/scripts"), patience).toBe(`${hash}\n`)
  })

  test.each([
    ["cannot be read", "latchkey-enrol", () => "if\n"],
    ["cannot be read, though they are not needed at once", "latchkey-watch", () => "if\n"],
    ["do not hear Latchkey", "latchkey-sync", () => "exit 1\n"],
    ["would let nobody in", "latchkey-keys", () => "exit 0\n"],
    ["give sshd settings that it does not know", "00-latchkey.conf", () => "NoSuchSetting yes\n"],
    ["change logins", "00-latchkey.conf", (conf: string) => conf.replace(/$/, "\nMaxAuthTries 1\n")],
  ])("puts the old ones back when newer ones %s, says so, and tries them once", async (_, name, change) => {
    const was = await installed()
    const { text, hash } = withOther(name, change)
    let asked = 0
    desk.answers.set("/host/v1/scripts", () => {
      asked++
      return desk.sign(text, undefined, "latchkey-scripts")
    })
    const from = desk.reports.length
    await order(`scripts ${hash}`)
    await expect.poll(() => reported(from), patience).toContain("newer scripts did not work here")
    const count = desk.polls.length
    await expect.poll(() => desk.polls.length, patience).toBeGreaterThan(count + 2)
    expect(asked).toBe(1)
    expect(await installed()).toBe(was)
    expect(await server.read("sshd -t && echo fine")).toBe("fine\n")
    expect(await opens()).toBe(true)
  })

  test("tries newer scripts again once another enrolment is over, or there is room for them", async () => {
    const was = await installed()
    const { text, hash } = withOther("latchkey-check", (check) => `${check}# patient\n`)
    offer(text)
    // As long as the file is there.
    await server.read(
      "touch /tmp/at-work; (exec 8</etc/ssh; flock 8; while [ -e /tmp/at-work ]; do sleep 1; done) >/dev/null 2>&1 &",
    )
    const from = desk.reports.length
    await order(`scripts ${hash}`)
    await expect.poll(() => reported(from), patience).toContain("another enrolment or update is at work here")
    expect(await installed()).toBe(was)
    await server.read(
      "mkdir -p /tmp/lib && cp -a /usr/local/lib/latchkey/. /tmp/lib && mount -t tmpfs -o size=1m,mode=755 tmpfs /usr/local/lib/latchkey",
    )
    await server.run("cp -a /tmp/lib/. /usr/local/lib/latchkey; cat /dev/zero >/usr/local/lib/latchkey/filler")
    const full = desk.reports.length
    await server.read("rm /tmp/at-work")
    await expect.poll(() => reported(full), patience).toContain("which is tried again")
    await server.read("rm /usr/local/lib/latchkey/filler")
    await expect.poll(() => server.read("cat /var/lib/latchkey/scripts"), patience).toBe(`${hash}\n`)
    // A lazy one: the service is at work in it.
    await server.read(
      "cp -a /usr/local/lib/latchkey/. /tmp/lib && umount -l /usr/local/lib/latchkey && cp -a /tmp/lib/. /usr/local/lib/latchkey",
    )
  })

  test("gets a new token, by a proof with the host key, once for an order", async () => {
    const token = "n".repeat(43)
    const asked: string[] = []
    desk.answers.set("/host/v1/token", (body) => {
      asked.push(body)
      return `token ${token}\n`
    })
    await order("new-token order-1")
    await expect.poll(() => desk.polls.at(-1)?.authorization, patience).toBe(`Bearer ${token}`)
    expect(asked).toHaveLength(1)
    expect(asked[0]).toMatch(/^order order-1\nhostkey ssh-\S+ AAAA\S+\nproof U1NIU0lH/)
    expect(await server.read("stat -c %a /etc/latchkey/token")).toBe("600\n")
    await order("new-token order-1")
    expect(asked).toHaveLength(1)
  })

  test("is unlocked by letters, and says which key opens now", async () => {
    const asked: string[] = []
    desk.answers.set("/host/v1/unlock", (body) => {
      asked.push(body)
      void order()
      return `user deploy\nfingerprint SHA256:x\nkey ${key.line.split(" ").slice(0, 2).join(" ")}\n`
    })
    expect((await server.run("latchkey-unlock bcdf")).status).toBe(1)
    expect(await server.run("latchkey-unlock --help")).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^usage: latchkey-unlock LETTERS\n/),
    })
    expect((await server.run("latchkey-unlock aaaaaaaaaaaaaaaa")).stderr).toContain("cannot be right")
    const { stdout, status } = await server.run("latchkey-unlock BCDE-FGHI jkln oprs")
    expect({ stdout, status }).toEqual({ stdout: "latchkey: SHA256:x now opens deploy\n", status: 0 })
    expect(asked).toEqual(["unlock bcdefghijklnoprs\n"])
    desk.answers.delete("/host/v1/unlock")
    expect((await server.run("latchkey-unlock bcdefghijklnoprs")).status).toBe(1)
  })

  test("leaves nothing behind when the server is taken back", async () => {
    await server.read("latchkey-enrol --undo")
    expect(await server.picture()).toBe(before)
  })
})
