import { execFileSync, spawn } from "node:child_process"
import { fileURLToPath } from "node:url"
import { beforeAll, describe, expect, test, vi } from "vitest"
import { requireTool } from "../kit/tools.ts"
import type { Desk } from "./kit/desk.ts"
import { makeFleet } from "./kit/fleet.ts"
import { canBoot, logIn, makeKey, sshWords, type TestServer } from "./kit/test-server.ts"

const patience = { timeout: 30_000, interval: 200 }
const program = fileURLToPath(new URL("../../packages/host/latchkey-watch", import.meta.url))
const fingerprint = "SHA256:wLuDcxiLjazPypRhk4E02vAmyA+jMgmjSzAKTA5gLH8"
const other = "SHA256:zDzI1AMIxaHpBDvNL6JYRzDhz2jzjSQsPc67hwIzpFE"

/** What sshd writes, from OpenSSH 8.2 to 10, below what syslog daemons and journalctl put before it; and what is made of it. */
const lines: readonly (readonly [string, string, string])[] = [
  [
    "a login, as rsyslog has it",
    `Nov  2 13:28:23 web sshd[58]: Accepted publickey for deploy from 10.0.0.1 port 49024 ssh2: ED25519 ${fingerprint}`,
    `login AT-58-1 AT 10.0.0.1 49024 ${fingerprint} deploy`,
  ],
  [
    "a login, as busybox's syslogd has it",
    `Nov 22 13:28:23 web auth.info sshd[58]: Accepted publickey for root from ::1 port 1 ssh2: RSA ${fingerprint}`,
    `login AT-58-1 AT ::1 1 ${fingerprint} root`,
  ],
  [
    "a refusal of OpenSSH 9.8, as rsyslog 8.2302 has it",
    `2026-11-22T14:28:23.123456+01:00 web sshd-session[7]: Failed publickey for deploy from fe80::1%eth0 port 2 ssh2: ECDSA ${fingerprint}`,
    `refused 1795354103-7-1 1795354103 fe80::1%eth0 2 ${fingerprint} deploy`,
  ],
  [
    "a time west of Greenwich",
    `2026-11-22T08:28:23-05:00 web sshd-session[7]: Failed publickey for deploy from 10.0.0.1 port 2 ssh2: ECDSA-SK ${fingerprint}`,
    `refused 1795354103-7-1 1795354103 10.0.0.1 2 ${fingerprint} deploy`,
  ],
  [
    "a refusal, as journalctl has it",
    `1795354139.888359 web sshd[79]: Failed publickey for invalid user admin from 10.0.0.1 port 2 ssh2: DSA ${other}`,
    `refused 1795354139-79-1 1795354139 10.0.0.1 2 ${other} admin`,
  ],
  [
    "a user name that looks like the rest of a line",
    `1795354139.888359 web sshd[79]: Failed publickey for invalid user root from 6.6.6.6 port 22 ssh2 from 10.0.0.1 port 2 ssh2: RSA ${other}`,
    `refused 1795354139-79-1 1795354139 10.0.0.1 2 ${other} root from 6.6.6.6 port 22 ssh2`,
  ],
  [
    "a user name with another fingerprint",
    `1795354139.888359 web sshd[79]: Failed publickey for root from 6.6.6.6 port 22 ssh2: RSA ${fingerprint} from 10.0.0.1 port 2 ssh2: RSA ${other}`,
    `refused 1795354139-79-1 1795354139 10.0.0.1 2 ${other} root from 6.6.6.6 port 22 ssh2: RSA ${fingerprint}`,
  ],
  [
    "a user name that looks like another line",
    `1795354139.888359 web sshd[79]: Failed publickey for x]: Accepted publickey for root from 6.6.6.6 port 1 ssh2 from 10.0.0.1 port 2 ssh2: RSA ${other}`,
    `refused 1795354139-79-1 1795354139 10.0.0.1 2 ${other} x]: Accepted publickey for root from 6.6.6.6 port 1 ssh2`,
  ],
  [
    "a user name with a line end, which sshd writes in digits",
    `1795354139.888359 web sshd[79]: Failed publickey for a\\012b $(id) * from 10.0.0.1 port 2 ssh2: RSA ${other}`,
    `refused 1795354139-79-1 1795354139 10.0.0.1 2 ${other} a\\012b $(id) *`,
  ],
  ...[
    `web sshd[79]: Accepted publickey for deploy from 10.0.0.1 port 2 ssh2: RSA-CERT ${fingerprint} ID x (serial 0) CA RSA ${other}`,
    `web sshd[79]: Accepted publickey for deploy from 10.0.0.1 port 2 ssh2: RSA-CERT ${fingerprint} ID x from 6.6.6.6 port 1 ssh2: RSA ${fingerprint} (serial 0) CA RSA ${other}`,
    "web sshd[79]: Postponed publickey for deploy from 10.0.0.1 port 2 ssh2 [preauth]",
    "web sshd[79]: Accepted password for deploy from 10.0.0.1 port 2 ssh2",
    `web sshd[79]: Accepted key RSA ${fingerprint} found at /home/deploy/.ssh/authorized_keys:1`,
    `web sshd[79]: Invalid user Accepted publickey for root from 6.6.6.6 port 1 ssh2: RSA ${fingerprint}`,
    `web sshd[79]: Partial publickey for deploy from 10.0.0.1 port 2 ssh2: RSA ${fingerprint}`,
    `web evil[79]: Accepted publickey for deploy from 10.0.0.1 port 2 ssh2: RSA ${fingerprint}`,
    `web not-sshd[79]: Accepted publickey for deploy from 10.0.0.1 port 2 ssh2: RSA ${fingerprint}`,
    `web sshd[x9]: Accepted publickey for deploy from 10.0.0.1 port 2 ssh2: RSA ${fingerprint}`,
    `web sshd[79]: Accepted publickey for deploy from 10.0.0.1 port 2 ssh2: RSA ${fingerprint.slice(0, -1)}`,
    `web sshd[79]: Accepted publickey for deploy from 10.0.0.1 port x ssh2: RSA ${fingerprint}`,
  ].map((line) => [`nothing of ${line}`, `1795354139.888359 ${line}`, ""] as const),
]

const shells: readonly (readonly [string, string])[] = [
  ["dash", "dash"],
  ["bash", "bash"],
  ["busybox", "busybox-static"],
]
describe.each(shells)("log lines with %s", (shell, debianPackage) => {
  const words = shell === "busybox" ? ["busybox", "ash"] : [shell]
  const read = (input: string) =>
    execFileSync("env", ["TZ=UTC0", ...words, program, "--read"], { input, encoding: "utf8" })
  /** Of this year or the last one: syslog's own time has no year. */
  const at = (line: string) => /^\d+-/.exec(line.split(" ")[1] ?? "")?.[0].slice(0, -1) ?? "?"

  test.skipIf(requireTool(shell, debianPackage) === undefined).each(lines)("%s", (_, line, expected) => {
    const made = read(`${line}\n`)
    expect(made).toBe(expected === "" ? "" : `${expected.replaceAll("AT", at(made))}\n`)
    if (expected.includes("AT")) {
      const day = line.slice(0, 15).replace(/ +/g, " ")
      expect(new Date(Number(at(made)) * 1000).toUTCString()).toContain(day.split(" ")[2])
    }
  })

  test.skipIf(requireTool(shell, debianPackage) === undefined)("tells apart what one process logs at once", () => {
    const line = lines[4]?.[1] ?? ""
    const ids = read(`${line}\n${line.replace("[79]", "[80]")}\n${line}\n`)
      .trimEnd()
      .split("\n")
      .map((made) => made.split(" ")[1])
    expect(ids).toEqual(["1795354139-79-1", "1795354139-80-1", "1795354139-79-2"])
  })
})

/** Lets journald take the place of the syslog daemon, as where systemd runs. */
const startJournal = `mkdir -p /sys/fs/cgroup && mount -t cgroup2 cgroup2 /sys/fs/cgroup
  mkdir -p /run/systemd/journal /run/log/journal
  sed -i 's#^.*syslogd.*#::respawn:/lib/systemd/systemd-journald#' /etc/inittab && kill -HUP 1
  until [ -S /run/systemd/journal/dev-log ]; do sleep 0.1; done
  ln -sf /run/systemd/journal/dev-log /dev/log && old=$(cat /run/sshd.pid) && kill $old
  until new=$(cat /run/sshd.pid) && [ -n "$new" ] && [ "$new" != "$old" ]; do sleep 0.1; done`
const hostile = "root from 6.6.6.6 port 22 ssh2"
const hostileKey = `${hostile}: RSA ${fingerprint}`

describe.skipIf(!canBoot()).each([
  ["dash", "file"],
  ["busybox", "file"],
  ["bash", "journal"],
] as const)("latchkey-watch with %s and a %s", { timeout: 90_000 }, (shell, log) => {
  const fleet = makeFleet()
  const [held, foreign] = [makeKey(fleet.folder, "held"), makeKey(fleet.folder, "foreign")]
  let server: TestServer
  let desk: Desk

  beforeAll(async () => {
    desk = await fleet.openDesk()
    server = await fleet.boot({ name: `watch-${shell}`, shell })
    if (log === "journal") await server.read(startJournal)
    // A name that no tool would make, but that sshd takes; and what it logs of users whom Latchkey does not manage.
    for (const [index, name] of [hostile, hostileKey.replaceAll(":", "")].entries()) {
      await server.read(`echo '${name}:x:${2000 + index}:1001::/home/web:/bin/sh' >>/etc/passwd`)
    }
    await server.read("sed -i '1i LogLevel VERBOSE' /etc/ssh/sshd_config && kill -HUP $(cat /run/sshd.pid)")
    await server.read(
      "mkdir -m 700 /home/deploy/.ssh && cat >/home/deploy/.ssh/authorized_keys",
      `${held.line} ${hostile}\n`,
    )
    await server.read("chown -R deploy:deploy /home/deploy/.ssh")
    await server.read(`curl -fsS ${desk.url}/enrol/code | sh`)
    desk.publish(1, desk.sign(desk.bundle(1, { users: [{ name: "deploy", lines: [] }] })))
    await vi.waitFor(() => expect(desk.reports.join("")).toContain("open-list\n"), patience)
  }, 90_000)

  const print = (key: { readonly file: string }) =>
    execFileSync("ssh-keygen", ["-lf", key.file], { encoding: "utf8" }).split(" ")[1] ?? ""
  /** The events about a key so far, without what differs from run to run. */
  const events = (key: { readonly file: string }) =>
    desk.reports
      .flatMap((report) => report.split("\n"))
      .filter((line) => line.includes(print(key)))
      .map((line) => line.replace(/ \d+-\d+-1 \d{10} /, " ID ").replace(/ \d+ SHA256:\S+/, " PORT KEY"))
  const idsOf = (kind: string) =>
    desk.reports
      .join("")
      .split("\n")
      .flatMap((line) => (line.startsWith(`${kind} `) ? [line.split(" ")[1] ?? ""] : []))
  const openNow = () =>
    (desk.reports.filter((report) => report.includes("open-list\n")).at(-1) ?? "").match(/^open (.*)$/gm) ?? []

  test("reports a login and a refusal, once each, with the server's clock", async () => {
    expect((await logIn(server, held.file)).stdout).toBe("in\n")
    expect((await logIn(server, foreign.file)).status).toBe(255)
    await expect.poll(() => events(foreign), patience).toEqual([`refused ID ${fleet.network.address} PORT KEY deploy`])
    expect(events(held)).toEqual([`login ID ${fleet.network.address} PORT KEY deploy`])
    const now = Number(/^now (\d+)$/m.exec(desk.reports.at(-1) ?? "")?.[1])
    expect(Math.abs(now - Date.now() / 1000)).toBeLessThan(60)
  })

  test("is not led astray by user names", async () => {
    for (const name of [hostile, hostileKey.replaceAll(":", "")]) {
      const key = makeKey(fleet.folder, `of-${name.length}`)
      expect((await logIn(server, key.file, name)).status).toBe(255)
      await expect.poll(() => events(key), patience).toEqual([`refused ID ${fleet.network.address} PORT KEY ${name}`])
    }
  })

  test("knows which logins are open, and ends one of them", async () => {
    const logins = [1, 2].map(() => {
      const login = spawn("env", [...sshWords, "-i", held.file, `deploy@${server.address}`, "echo in; sleep 500"])
      return { login, said: new Promise((resolve) => login.stdout.once("data", resolve)) }
    })
    await Promise.all(logins.map(({ said }) => said))
    await expect.poll(openNow, patience).toHaveLength(2)
    const ended = logins.map(({ login }) => new Promise((resolve) => login.once("exit", resolve)))
    await server.read(`/usr/local/lib/latchkey/latchkey-watch --close ${openNow()[0]?.slice(5)}`)
    await Promise.race(ended)
    await expect.poll(openNow, patience).toHaveLength(1)
    expect(logins.filter(({ login }) => login.exitCode === null)).toHaveLength(1)
    for (const { login } of logins) login.kill()
    await expect.poll(openNow, patience).toHaveLength(0)
    expect((await server.read("ls /run/latchkey/open")).trim()).toBe("")
  })

  test("ends no process that has only the number of one that was", async () => {
    const pid = (await server.read("sleep 500 >/dev/null 2>&1 & echo $! >/tmp/pid; cat /tmp/pid")).trim()
    const start = "$(cut -d ' ' -f 22 /proc/$(cat /tmp/pid)/stat)"
    await server.read(`cd /run/latchkey/open && echo "${pid} ${start} ${fingerprint} deploy" >1-${pid}-1 &&
      echo "$(cat /run/sshd.pid) $(cut -d ' ' -f 22 /proc/$(cat /run/sshd.pid)/stat) ${fingerprint} deploy" >1-2-1 &&
      echo "1 1 ${fingerprint} deploy" >1-1-1
      for id in 1-${pid}-1 1-2-1 1-1-1 ../open/1-2-1 '' 9-9-9; do
        /usr/local/lib/latchkey/latchkey-watch --close "$id" || :
      done`)
    await server.read(`kill -0 ${pid} && kill -0 $(cat /run/sshd.pid) && rm -f /run/latchkey/open/* && kill ${pid}`)
  })

  test("repeats and loses nothing when it is started anew, or when Latchkey is away", async () => {
    const key = makeKey(fleet.folder, "away")
    desk.isSilent = true
    await logIn(server, key.file)
    await expect.poll(() => server.read("cat /var/lib/latchkey/spool"), patience).toContain(print(key))
    const kill = "kill -9 $(ps -e -o pid,args | awk '/[l]atchkey-(watch|sync)$/ { print $1 }')"
    await server.read(kill)
    await logIn(server, key.file)
    await expect
      .poll(async () => (await server.read("cat /var/lib/latchkey/spool")).split(print(key)).length, patience)
      .toBeGreaterThan(2)
    desk.isSilent = false
    const ids = () =>
      new Set(
        desk.reports
          .join("")
          .split("\n")
          .filter((line) => line.includes(print(key)))
          .map((line) => line.split(" ")[1]),
      )
    await expect.poll(() => ids().size, patience).toBe(2)
    await expect.poll(() => server.read("cat /var/lib/latchkey/spool"), patience).toBe("")
    expect(idsOf("refused").length).toBeGreaterThan(2)
    expect((await server.read("ps -e -o args | grep -c '[l]atchkey-sync$'")).trim()).toBe("1")
  })

  test("keeps a thousand reports while Latchkey is away, and says how many more were lost", async () => {
    desk.isSilent = true
    const old = `refused 1795354139-79-1 1795354139 10.0.0.1 2 ${other} deploy`
    const before = await server.read("cat /run/latchkey/watch")
    await server.read(`yes '${old}' | head -n 1000 >/var/lib/latchkey/spool; kill -9 ${before}`)
    await expect.poll(() => server.read("cat /run/latchkey/watch"), patience).not.toBe(before)
    const key = makeKey(fleet.folder, "late")
    await logIn(server, key.file)
    await logIn(server, key.file)
    const reports = desk.reports.length
    // Once this login is known to be open, the lines before it have been read.
    const login = spawn("env", [...sshWords, "-i", held.file, `deploy@${server.address}`, "sleep 500"])
    await expect.poll(() => server.read("ls /run/latchkey/open"), patience).not.toBe("")
    desk.isSilent = false
    login.kill()
    // Lines of the second before the end are read again, and lost again.
    const lost = /^problem ([3-9]|\d\d) reports of logins were lost$/m
    await expect.poll(() => desk.reports.slice(reports).join(""), patience).toMatch(lost)
    expect(desk.reports.slice(reports).join("").split(old)).toHaveLength(1001)
    expect(await server.read("cat /var/lib/latchkey/spool")).toBe("")
    for (const report of desk.reports) expect(report.length).toBeLessThan(64 * 1024)
  })

  test("keeps its reports small enough when thousands of logins are open, and says that not all are shown", async () => {
    const alive = "1 $(cut -d ' ' -f 22 /proc/1/stat)"
    // What was said before is said for ten minutes, and nothing else meanwhile.
    await server.read(`: >/run/latchkey/problems; cd /run/latchkey/open && line="${alive} ${fingerprint} deploy" && for id in $(seq 3000); do
        echo "$line" >1795354$((100 + id % 900))-4194304-$id
      done`)
    const reports = desk.reports.length
    const key = makeKey(fleet.folder, "beside-many")
    await logIn(server, key.file)
    await expect.poll(() => events(key), patience).toHaveLength(1)
    await expect.poll(() => desk.reports.slice(reports).join(""), patience).toContain("the newest 2000 are shown")
    for (const report of desk.reports) expect(report.length).toBeLessThan(64 * 1024)
    expect(openNow()).toHaveLength(2000)
    // All of them are left to be found ended: files that went by themselves would be looked for by nobody.
    await server.read(
      "cd /run/latchkey/open && for id in *; do echo '1 1 x deploy' >$id; done; : >/run/latchkey/problems",
    )
    await expect.poll(openNow, patience).toHaveLength(0)
  })

  test("waits for the log and for nothing else while no login is open", async () => {
    await server.read("rm -f /run/latchkey/open/*")
    const group = "$(cat /run/latchkey/watch)"
    const others = `ps -e -o pgid,args | awk -v group=${group} '$1 == group && !/latchkey-watch/ { print $2, $3 }' | sort -u`
    const follower = log === "journal" ? "journalctl -q" : "tail -n"
    // The next look at found keys and settings is a minute away at least; nothing looks every few seconds.
    const rest = new RegExp(`^(${follower}\\n|sleep \\d{2,}\\n)+$`)
    await expect.poll(() => server.read(others), patience).toMatch(rest)
  })
})
