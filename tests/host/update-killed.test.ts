/** An update of the scripts is ended by force, as by a power failure: the old ones come back, and the next one goes well. */
import { beforeAll, describe, expect, test } from "vitest"
import type { Desk } from "./kit/desk.ts"
import { makeFleet } from "./kit/fleet.ts"
import { scriptsText } from "./kit/scripts-text.ts"
import { canBoot, logIn, makeKey, type TestServer } from "./kit/test-server.ts"

const patience = { timeout: 60_000, interval: 200 }

/** In front of the real mv: at the renaming of a new file that was asked for, it ends everything of Latchkey's. */
const deadlyMove = `#!/bin/sh
real() { /bin/mv "$@"; }
end() { rm /tmp/end-at; setsid pkill -9 -f '/latchkey-(sync|update|enrol)|latchkey-enrol --'; }
case "$*" in *.latchkey-new\\ *) ;; *) real "$@"; exit ;; esac
read -r when path 2>/dev/null </tmp/end-at && [ "$path" = "\${3-}" ] || { real "$@"; exit; }
[ "$when" = after ] && real "$@"
end
`

describe.skipIf(!canBoot())("an update of the scripts that is ended by force", () => {
  const fleet = makeFleet()
  const key = makeKey(fleet.folder, "held")
  let server: TestServer
  let desk: Desk
  let version = 0

  beforeAll(async () => {
    desk = await fleet.openDesk()
    server = await fleet.boot({ name: "update-killed" })
    await server.read(`curl -fsS ${desk.url}/enrol/code | sh`)
    await server.read("cat >/usr/local/sbin/mv && chmod 755 /usr/local/sbin/mv", deadlyMove)
  })

  async function order(...orders: readonly string[]): Promise<void> {
    version += 1
    const users = [{ name: "deploy", lines: [`${key.line} key-1`] }]
    desk.publish(version, desk.sign(desk.bundle(version, { users, orders })))
    await expect.poll(() => desk.polls.at(-1)?.have, patience).toBe(version)
  }
  const installed = () =>
    server.read(
      `cat /var/lib/latchkey/scripts; cd /usr/local/lib/latchkey
      sha256sum * /usr/local/sbin/latchkey-* /etc/ssh/sshd_config.d/00-latchkey.conf; sshd -T | sha256sum`,
    )
  const isSettled = async () => (await server.run("test ! -d /var/lib/latchkey/update")).status === 0

  test.each([
    ["before", "/usr/local/sbin/latchkey-enrol"],
    ["after", "/usr/local/sbin/latchkey-enrol"],
    ["after", "/usr/local/lib/latchkey/latchkey-update"],
    ["before", "/etc/ssh/sshd_config.d/00-latchkey.conf"],
    ["after", "/usr/local/lib/latchkey/latchkey-sync"],
    ["after", "/var/lib/latchkey/scripts"],
  ])("%s the renaming of %s leaves the old ones, and the next one goes well", async (when, path) => {
    await order()
    const was = await installed()
    const { text, hash } = scriptsText((_, file) => `${file}# ${when} ${path}\n`)
    let asked = 0
    desk.answers.set("/host/v1/scripts", () => {
      asked++
      // The second time there is nothing to get, so that what was put back is seen.
      return asked === 1 ? desk.sign(text, undefined, "latchkey-scripts") : "gone\n"
    })
    await server.read(`echo ${when} ${path} >/tmp/end-at`)
    await order(`scripts ${hash}`)
    await expect.poll(async () => (await server.run("test ! -e /tmp/end-at")).status, patience).toBe(0)
    await expect.poll(() => asked, patience).toBeGreaterThan(1)
    expect(await isSettled()).toBe(true)
    expect(await installed()).toBe(was)
    expect((await logIn(server, key.file, "deploy")).status).toBe(0)

    desk.answers.set("/host/v1/scripts", () => desk.sign(text, undefined, "latchkey-scripts"))
    await expect.poll(async () => (await installed()).split("\n")[0], patience).toBe(hash)
    await expect.poll(isSettled, patience).toBe(true)
    for (const name of ["latchkey-sync", "latchkey-update", "latchkey-watch"]) {
      expect(await server.read(`tail -n 1 /usr/local/lib/latchkey/${name}`)).toBe(`# ${when} ${path}\n`)
    }
    expect(await server.read("tail -n 1 /usr/local/sbin/latchkey-enrol")).toBe(`# ${when} ${path}\n`)
    expect((await logIn(server, key.file, "deploy")).status).toBe(0)
  })
})
