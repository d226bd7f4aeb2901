/** What somebody with no more than a login to a connected server could do to what Latchkey hears of it. */
import { beforeAll, describe, expect, test, vi } from "vitest"
import type { Desk } from "../host/kit/desk.ts"
import { makeFleet } from "../host/kit/fleet.ts"
import { canBoot, makeKey, type TestServer } from "../host/kit/test-server.ts"

const patience = { timeout: 60_000, interval: 200 }
const lib = "/usr/local/lib/latchkey"
const fingerprint = "SHA256:wLuDcxiLjazPypRhk4E02vAmyA+jMgmjSzAKTA5gLH8"

describe.skipIf(!canBoot())("a hostile login user", { timeout: 120_000 }, () => {
  const fleet = makeFleet()
  const [roots, webs] = ["root", "web"].map((name) => makeKey(fleet.folder, name))
  let server: TestServer
  let desk: Desk

  beforeAll(async () => {
    desk = await fleet.openDesk()
    server = await fleet.boot({ name: "hostile" })
    await server.read("mkdir -m 700 ~root/.ssh && cat >~root/.ssh/authorized_keys", `${roots?.line}\n`)
    await server.read(`curl -fsS ${desk.url}/enrol/code | sh`)
    desk.publish(1, desk.sign(desk.bundle(1, { users: [{ name: "deploy", lines: [] }] })))
    await vi.waitFor(() => expect(desk.polls.at(-1)?.have).toBe(1), patience)
  }, 120_000)

  const writeKeys = async (text: string) => {
    await server.read("mkdir -p -m 700 /home/web/.ssh && cat >/home/web/.ssh/authorized_keys", text)
    await server.read("chown -R web:web /home/web/.ssh")
  }

  test("has no file of root's read in the place of their own, however late they put a link there", async () => {
    await writeKeys(`${webs?.line}\n`)
    expect(await server.read(`${lib}/latchkey-found web`)).toContain(webs?.line)
    // latchkey-found asks stat when it trusts the file already.
    const late = '#!/bin/sh\n/usr/bin/stat "$@"\nrm -rf /home/web/.ssh && ln -s ~root/.ssh /home/web/.ssh\n'
    await server.read("cat >/usr/local/sbin/stat && chmod 755 /usr/local/sbin/stat", late)
    const { stdout, status } = await server.run(`${lib}/latchkey-found web`)
    await server.read("rm -f /usr/local/sbin/stat && rm -rf /home/web/.ssh")
    expect({ stdout, status }).toEqual({ stdout: "", status: 1 })
  })

  test("hides no keys behind many of their own without that being said", async () => {
    await server.read("echo 'zoe:x:1002:1001::/home/zoe:/bin/sh' >>/etc/passwd && mkdir -p -m 700 /home/zoe/.ssh")
    await server.read("cat >/home/zoe/.ssh/authorized_keys && chown -R zoe /home/zoe", `${roots?.line}\n`)
    await writeKeys(Array.from({ length: 1500 }, (_, index) => `ssh-rsa AAAA${index}\n`).join(""))
    await server.read(`${lib}/latchkey-check`)
    expect(desk.founds.at(-1)).not.toContain("found zoe ")
    await expect.poll(() => desk.reports.join(""), patience).toContain("problem too many found keys: of web ")
    await writeKeys("")
    await server.read(`${lib}/latchkey-check && test ! -e /run/latchkey/drift/+cut`)
    expect(desk.founds.at(-1)).toContain("found zoe ")
  })

  test("stops no reports by the name of a program", async () => {
    const pid = (
      await server.read("sh -c 'printf \"a\\nb\" >/proc/$$/comm; sleep 500; :' >/dev/null 2>&1 & echo $!")
    ).trim()
    await expect.poll(() => server.read(`wc -l </proc/${pid}/stat`), patience).toBe("2\n")
    const watch = (await server.read("cat /run/latchkey/watch")).trim()
    const line = (process: string) =>
      `$(date '+%b %e %H:%M:%S') web sshd[${process}]: Accepted publickey for web from 10.9.9.9 port 49024 ssh2: ED25519 ${fingerprint}`
    await server.read(`echo "${line(pid)}" >>/var/log/auth.log && echo "${line("4000000")}" >>/var/log/auth.log`)
    await expect.poll(() => desk.reports.join(""), patience).toMatch(/^login \d+-4000000-1 /m)
    expect((await server.read("cat /run/latchkey/watch")).trim()).toBe(watch)
    await server.read(`kill -0 ${watch}; kill ${pid}`)
  })
})
