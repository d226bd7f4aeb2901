import { spawnSync } from "node:child_process"
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { beforeEach, describe, expect, test } from "vitest"
import type { Desk } from "./kit/desk.ts"
import { makeFleet } from "./kit/fleet.ts"
import { canBoot, logIn, makeKey, type TestServer } from "./kit/test-server.ts"

const patience = { timeout: 20_000, interval: 200 }
const forms = [
  { name: "debian", shell: "dash", layout: "folder" },
  { name: "plain", shell: "bash", layout: "plain" },
  { name: "small", shell: "busybox", layout: "plain" },
  { name: "redhat", shell: "bash", layout: "redhat" },
  { name: "systemd", shell: "dash", layout: "systemd" },
] as const

describe.skipIf(!canBoot())("enrolling a server", () => {
  const fleet = makeFleet()
  let desk: Desk
  beforeEach(async () => {
    desk = await fleet.openDesk()
  })
  const enrol = (server: TestServer) => server.run(`curl -fsS ${desk.url}/enrol/code | sh`)
  /** Whether the real ssh-keygen takes `proof` for what host key `key` has signed for this enrolment. */
  const isProof = (key = "", proof = "") => {
    const file = (name: string) => join(fleet.folder, name)
    writeFileSync(file("key"), `server ${key}\n`)
    writeFileSync(file("proof"), `-----BEGIN SSH SIGNATURE-----\n${proof}\n-----END SSH SIGNATURE-----\n`)
    const words = ["-Y", "verify", "-I", "server", "-n", "latchkey-enrol", "-f", file("key"), "-s", file("proof")]
    const input = "latchkey-enrol 1\nserver server-under-test\ncode one-time-code\n"
    return spawnSync("ssh-keygen", words, { input }).status === 0
  }

  test.each(forms)("connects $name ($shell), and takes everything back byte for byte", async (form) => {
    const server = await fleet.boot(form)
    const [old, granted] = [makeKey(fleet.folder, `${form.name}-old`), makeKey(fleet.folder, `${form.name}-new`)]
    await server.read("mkdir -m 700 /home/deploy/.ssh && cat >/home/deploy/.ssh/authorized_keys", `${old.line} me\n`)
    await server.read("chown -R deploy:deploy /home/deploy/.ssh")
    const before = await server.picture()

    const { status, stdout, stderr } = await enrol(server)
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" })
    const hostKey = await server.read("ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub | cut -d ' ' -f 2")
    expect(stdout).toContain(hostKey.trim())
    expect(desk.enrolments).toEqual([
      expect.stringMatching(/^code one-time-code\nhostname \S+\nsshd [\d.]+\nscripts 1\n/),
    ])
    const proofs = [...(desk.enrolments[0] ?? "").matchAll(/^hostkey (?<key>.*)\nproof (?<proof>.*)$/gm)]
    expect(proofs).toHaveLength(2)
    for (const { groups } of proofs) expect(isProof(groups?.key, groups?.proof)).toBe(true)
    expect(proofs.map(([, key]) => `${key}\n`).join("")).toBe(
      await server.read("cd /etc/ssh && cut -d ' ' -f 1,2 ssh_host_ed25519_key.pub ssh_host_ecdsa_key.pub"),
    )
    expect(desk.enrolments[0]).toMatch(/user root\nuser deploy\nuser web\n$/)

    // Until a bundle names a login user, nobody's way in has changed.
    expect((await logIn(server, old.file)).stdout).toBe("in\n")
    const good = desk.bundle(1, { users: [{ name: "deploy", lines: [`${granted.line} key-1`] }] })
    desk.publish(1, desk.sign(good))
    await expect.poll(() => desk.polls.at(-1)?.have, patience).toBe(1)
    expect((await logIn(server, granted.file)).stdout).toBe("in\n")
    expect((await logIn(server, old.file)).stdout).toBe("in\n")
    expect((await logIn(server, granted.file, "web")).status).toBe(255)

    desk.publish(2, desk.sign(desk.bundle(2, { users: [{ name: "deploy", lines: [] }] })))
    await expect.poll(() => desk.polls.at(-1)?.have, patience).toBe(2)
    expect((await logIn(server, granted.file)).status).toBe(255)
    expect((await logIn(server, old.file)).stdout).toBe("in\n")

    // Without a network.
    server.cable.cut()
    expect(await server.run("latchkey-enrol --undo")).toMatchObject({ status: 0, stderr: "" })
    server.cable.heal()
    expect(await server.picture()).toBe(before)
    expect((await logIn(server, old.file)).stdout).toBe("in\n")
    await expect.poll(() => server.read("ps"), patience).not.toContain("latchkey")
  })

  test("says what it would change with --show, and changes nothing", async () => {
    const server = await fleet.boot({ name: "shown" })
    const before = await server.picture()
    const { status, stdout } = await server.run(`curl -fsS ${desk.url}/enrol/code | sh -s -- --show`)
    expect(status).toBe(0)
    for (const path of ["/usr/local/sbin/latchkey-enrol", "/etc/inittab", "/etc/latchkey/token", "the group"]) {
      expect(stdout).toContain(path)
    }
    expect(stdout).not.toContain("/etc/systemd")
    expect(await server.picture()).toBe(before)
    expect(await server.read("ls /tmp")).toBe("")
    expect(desk.enrolments).toEqual([])
  })

  test("puts everything back when the code is refused, and says why", async () => {
    const server = await fleet.boot({ name: "refused" })
    const before = await server.picture()
    desk.enrolStatus = 404
    const { status, stderr } = await enrol(server)
    expect(status).toBe(1)
    expect(stderr).toContain("latchkey: error: no such code")
    expect(stderr).toContain("everything was put back as it was")
    expect(await server.picture()).toBe(before)
    expect(await server.read("ls /tmp")).toBe("")
  })

  test("leaves out a host key that cannot sign, and shows those that it sent", async () => {
    const server = await fleet.boot({ name: "keys" })
    await server.read("ssh-keygen -q -p -P '' -N secret -f /etc/ssh/ssh_host_ecdsa_key")
    const { status, stdout } = await enrol(server)
    expect(status).toBe(0)
    expect(desk.enrolments[0]?.match(/^hostkey \S+/gm)).toEqual(["hostkey ssh-ed25519"])
    expect(stdout.match(/SHA256:\S+ .*/g)).toEqual([expect.stringMatching(/ \(ED25519\)$/)])

    const other = await fleet.boot({ name: "keyless" })
    const before = await other.picture()
    await other.read("cd /etc/ssh && mkdir /tmp/keys && mv ssh_host_*.pub /tmp/keys")
    expect((await enrol(other)).stderr).toContain("none of sshd's host keys can sign")
    await other.read("mv /tmp/keys/* /etc/ssh")
    expect(await other.picture()).toBe(before)
  })

  test("is harmless a second time, keeps the keys in effect, and is taken back whole", async () => {
    const server = await fleet.boot({ name: "twice" })
    const before = await server.picture()
    const key = makeKey(fleet.folder, "twice")
    await enrol(server)
    desk.publish(1, desk.sign(desk.bundle(1, { users: [{ name: "deploy", lines: [`${key.line} key-1`] }] })))
    await expect.poll(() => desk.polls.at(-1)?.have, patience).toBe(1)
    const connected = await server.picture()

    expect(await enrol(server)).toMatchObject({ status: 0, stderr: "" })
    expect(await server.picture()).toBe(connected)
    expect((await logIn(server, key.file)).stdout).toBe("in\n")
    expect(await server.read("latchkey-enrol --status")).toContain("version 1\n")

    desk.enrolStatus = 404
    expect((await enrol(server)).stderr).toContain("everything was put back as it was")
    expect(await server.picture()).toBe(connected)
    expect((await logIn(server, key.file)).stdout).toBe("in\n")

    await server.read("latchkey-enrol --undo")
    expect(await server.picture()).toBe(before)
  })

  test("brings back what the former server's keys open when its second enrolment fails at the last step", async () => {
    const server = await fleet.boot({ name: "again" })
    const key = makeKey(fleet.folder, "again")
    await enrol(server)
    desk.publish(1, desk.sign(desk.bundle(1, { users: [{ name: "deploy", lines: [`${key.line} key-1`] }] })))
    await expect.poll(() => desk.polls.at(-1)?.have, patience).toBe(1)
    const kept = "cd /var/lib/latchkey && cat version bundle users/* && sha256sum /etc/latchkey/*"
    const before = await server.read(kept)

    const next = await fleet.openDesk("another-server")
    // Nobody can be sent a signal: the service does not start.
    const noSignals = "sed -i 's/^    inittab) kill -HUP 1 /    inittab) false /'"
    const { status, stderr } = await server.run(
      `curl -fsS ${next.url}/enrol/code >/tmp/enrol.sh && ${noSignals} /tmp/enrol.sh && sh /tmp/enrol.sh`,
    )
    expect({ status, stderr }).toMatchObject({ status: 1, stderr: expect.stringContaining("everything was put back") })
    expect(next.enrolments).toHaveLength(1)
    expect(await server.read(kept)).toBe(before)
    expect((await logIn(server, key.file)).stdout).toBe("in\n")

    // With a service that starts, the former server's keys are over.
    expect(await server.run(`curl -fsS ${next.url}/enrol/code | sh`)).toMatchObject({ status: 0, stderr: "" })
    expect((await logIn(server, key.file)).status).toBe(255)
    await expect.poll(() => next.polls.at(-1)?.have, patience).toBe(0)
  })

  test.each(["TERM", "HUP", "INT"])("puts everything back when it is ended by SIG%s", async (signal) => {
    const server = await fleet.boot({ name: "ended" })
    const before = await server.picture()
    // Latchkey's answer is waited for; the signal counts when it has come.
    await server.read(
      "cat >/usr/local/sbin/curl && chmod 755 /usr/local/sbin/curl",
      `#!/bin/sh\n[ "$1" != -q ] || { touch /tmp/asks; while [ -e /tmp/asks ]; do sleep 0.1; done; }\nexec /usr/bin/curl "$@"\n`,
    )
    const enrolment = enrol(server)
    await expect.poll(async () => (await server.run("test -e /tmp/asks")).status, patience).toBe(0)
    const process = "$(ps -e -o pid,args | awk '$2 == \"sh\" && /latchkey-enrol --install/ { print $1 }')"
    await server.read(`kill -${signal} ${process} && rm /tmp/asks`)
    expect((await enrolment).stderr).toContain("everything was put back as it was")
    await server.read("rm /usr/local/sbin/curl")
    expect(await server.picture()).toBe(before)
    expect((await server.run("pgrep -f [l]atchkey-")).stdout).toBe("")
  })

  test("takes out its own lines alone where the files were changed since", async () => {
    const server = await fleet.boot({ name: "changed", layout: "plain" })
    await enrol(server)
    await server.read("echo '# added later' >>/etc/inittab && echo 'MaxAuthTries 5' >>/etc/ssh/sshd_config")
    await server.read("useradd -M later")
    await server.read("latchkey-enrol --undo")
    const files = await server.read("cat /etc/inittab /etc/ssh/sshd_config")
    expect(files).toContain("# added later\n")
    expect(files).toContain("MaxAuthTries 5\n")
    expect(files).not.toContain("latchkey")
    expect(await server.read("cat /etc/passwd /etc/group /etc/shadow /etc/gshadow")).toMatch(/later/)
    expect(await server.read("cat /etc/passwd /etc/group /etc/shadow /etc/gshadow")).not.toMatch(/latchkey/)
  })

  test("keeps the file that it cannot put back on a full disk, and puts it back once there is room", async () => {
    const server = await fleet.boot({ name: "full", layout: "plain" })
    await server.read("cp -a /etc/ssh /tmp/ssh && mount -t tmpfs -o size=2m,mode=755 tmpfs /etc/ssh")
    await server.read("cp -a /tmp/ssh/. /etc/ssh")
    const before = await server.picture()
    await enrol(server)
    const settings = await server.read("cat /etc/ssh/sshd_config")
    await server.run("cat /dev/zero >/etc/ssh/filler")
    const { status, stderr } = await server.run("latchkey-enrol --undo")
    expect({ status, stderr }).toMatchObject({ status: 1, stderr: expect.stringContaining("not everything could be") })
    expect(await server.read("cat /etc/ssh/sshd_config")).toBe(settings)
    await server.read("rm /etc/ssh/filler && sh /var/lib/latchkey/undo/latchkey-enrol --undo")
    expect(await server.picture()).toBe(before)
  })

  test.each([
    [
      "another program gives sshd its keys",
      "echo 'AuthorizedKeysCommand /bin/true' >>/etc/ssh/sshd_config; echo 'AuthorizedKeysCommandUser nobody' >>/etc/ssh/sshd_config",
      "sshd asks another program",
    ],
    ["the system has a user latchkey of its own", "useradd -M latchkey", "named latchkey already"],
    ["sshd's settings are broken", "echo 'Nonsense yes' >>/etc/ssh/sshd_config", "have a mistake already"],
    ["others may write where the program would be", "chmod 775 /usr/local/lib", "can be changed by others"],
    ["no init is known", "mv /etc/inittab /etc/inittab.off", "no init was found"],
  ])("refuses where %s, before it changes anything", async (_, change, reason) => {
    const server = await fleet.boot({ name: "unfit" })
    await server.read(change)
    const before = await server.picture()
    const { status, stderr } = await enrol(server)
    expect(status).toBe(1)
    expect(stderr).toContain(reason)
    expect(await server.picture()).toBe(before)
    expect(desk.enrolments).toEqual([])
  })
})
