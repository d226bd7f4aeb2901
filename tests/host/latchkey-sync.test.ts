import { readFileSync } from "node:fs"
import { beforeAll, describe, expect, test } from "vitest"
import type { BundleParts, Desk } from "./kit/desk.ts"
import { makeFleet } from "./kit/fleet.ts"
import { canBoot, logIn, logInThere, makeKey, type TestServer } from "./kit/test-server.ts"

const patience = { timeout: 30_000, interval: 200 }
const ofSync = "$(ps -e -o pid,args | awk '/[l]atchkey-sync$/ { print $1 }')"
const pauseSync = `kill -STOP ${ofSync}`
const endSync = `kill -9 ${ofSync}`
const allWell = /^ok\nnow \d+\n$/

describe.skipIf(!canBoot()).each(["dash", "busybox"] as const)("latchkey-sync with %s", (shell) => {
  const fleet = makeFleet()
  const [held, other] = [makeKey(fleet.folder, "held"), makeKey(fleet.folder, "other")]
  const [old, webs] = [makeKey(fleet.folder, "old"), makeKey(fleet.folder, "webs")]
  let server: TestServer
  let desk: Desk
  let version = 0

  beforeAll(async () => {
    desk = await fleet.openDesk()
    server = await fleet.boot({ name: `sync-${shell}`, shell })
    await server.read("mkdir -m 700 /home/deploy/.ssh && cat >/home/deploy/.ssh/authorized_keys", `${old.line} me\n`)
    await server.read("chown -R deploy:deploy /home/deploy/.ssh")
    await server.read(`curl -fsS ${desk.url}/enrol/code | sh`)
  })

  /** Those of latchkey-sync, not those of logins. */
  const reports = () => desk.reports.filter((text) => /^(ok|problem)/.test(text))
  const deploy = (...lines: readonly string[]) => [{ name: "deploy", lines }]
  const good = (parts: BundleParts) => desk.bundle(version, { users: deploy(`${held.line} key-1`), ...parts })
  /** The next version is asked for, put in effect and acknowledged. */
  const grant = async (parts: BundleParts) => {
    version += 1
    desk.publish(version, desk.sign(good(parts)))
    await expect.poll(() => desk.polls.at(-1)?.have, patience).toBe(version)
  }
  const opens = async (key: { readonly file: string }, user = "deploy") =>
    (await logIn(server, key.file, user)).status === 0
  const heardAgain = async () => {
    const count = desk.polls.length
    await expect.poll(() => desk.polls.length, patience).toBeGreaterThan(count + 1)
  }
  const inEffect = () => server.read("cd /var/lib/latchkey && cat version users/* && sha256sum <bundle")

  /** A key as lines about found keys name it. */
  const blob = (key: { readonly line: string }) => key.line.split(" ")[1]
  const evil = `${other.line} key-2`
  const bad: readonly [string, string, () => string][] = [
    ["altered", "not signed", () => desk.sign(good({})).replace("key-1", "key-9")],
    ["unsigned", "not signed", () => good({ users: deploy(evil) })],
    ["signed by another key", "not signed", () => desk.sign(good({ users: deploy(evil) }), desk.foreignKey)],
    [
      "signed for something else",
      "not signed",
      () => desk.sign(good({ users: deploy(evil) }), undefined, "latchkey-fresh"),
    ],
    ["cut off in its text", "cut off", () => desk.sign(good({ users: deploy(evil) })).slice(0, 150)],
    ["cut off in its signature", "cut off", () => desk.sign(good({ users: deploy(evil) })).slice(0, -60)],
    ["empty", "cut off", () => ""],
    ["another server's", "another server", () => desk.sign(good({ server: "another", users: deploy(evil) }))],
    ["older", "not newer", () => desk.sign(desk.bundle(version - 2, { users: deploy(evil) }))],
    ["of the same version", "not newer", () => desk.sign(desk.bundle(version - 1, { users: deploy(evil) }))],
    ["one with a path for a user", "well formed", () => desk.sign(good({ users: [{ name: "../x", lines: [evil] }] }))],
    ["one with a user twice", "well formed", () => desk.sign(good({ users: [...deploy(evil), ...deploy()] }))],
    [
      "one with a wrong count",
      "well formed",
      () => desk.sign(good({ users: deploy(evil) }).replace("deploy 1", "deploy 2")),
    ],
    ["one with bytes that are no text", "well formed", () => desk.sign(good({ users: deploy(`${evil}\u0007é`) }))],
  ]
  test.each(bad)("refuses a bundle that is %s, keeps the one in effect, and reports it", async (_, reason, make) => {
    await grant({})
    const before = await inEffect()
    version += 1
    const count = reports().length
    desk.publish(version, make())
    await expect.poll(() => reports().slice(count).join(""), patience).toContain(reason)
    expect(await inEffect()).toBe(before)
    expect(await opens(held)).toBe(true)
    expect(await opens(other)).toBe(false)
    await grant({})
    await expect.poll(() => reports().at(-1), patience).toMatch(allWell)
  })

  test("writes the keys of each user through to the disk before they take the place of others", async () => {
    // A function goes before a program that the shell has found already, and before what busybox has of its own.
    const stub = '2i sync() { ls "$@" >>/tmp/synced; }'
    const script = "/usr/local/lib/latchkey/latchkey-sync"
    await grant({})
    await server.read(`cp ${script} /tmp/script && sed -i '${stub}' ${script} && ${endSync}`)
    await heardAgain()
    await grant({})
    await server.read(`cat /tmp/script >${script} && ${endSync}`)
    expect(await server.read("cat /tmp/synced")).toContain("/var/lib/latchkey/new/users/deploy\n")
  })

  test("goes by no freshness note that answers another poll or another server", async () => {
    await grant({ stale: "deny", validFor: 6 })
    for (const [from, to] of [
      [/nonce .*/, "nonce 00112233445566778899aabbccddeeff"],
      [/server .*/, "server another"],
      [/version .*/, "version 0"],
    ] as const) {
      desk.freshness = (note) => note.replace(from, to)
      const count = reports().length
      await expect.poll(() => reports().slice(count).join(""), patience).toContain("freshness note was refused")
      desk.freshness = (note) => note
      await expect.poll(() => reports().at(-1), patience).toMatch(allWell)
    }
    desk.freshness = (note) => note.replace(/nonce .*/, "nonce 00")
    await expect.poll(() => opens(held), patience).toBe(false)
    desk.freshness = (note) => note
    await expect.poll(() => opens(held), patience).toBe(true)
  })

  test("lets people in without a network, and takes up the next bundle when it is back", async () => {
    await grant({})
    server.cable.cut()
    expect((await logInThere(server, held.file)).stdout).toBe("in\n")
    server.cable.heal()
    await grant({ users: deploy(evil) })
    expect(await opens(other)).toBe(true)
    expect(await opens(held)).toBe(false)
  })

  test.each([
    ["keep", true, true, []],
    ["break-glass", false, false, []],
    ["break-glass", true, false, [held]],
    ["break-glass", false, true, [old]],
    ["deny", false, false, [held, old]],
  ] as const)(
    "goes by the policy %s (%s, %s) when Latchkey is silent for too long, and back when it is heard",
    async (stale, granted, found, marked) => {
      await grant({ stale, validFor: 3, orders: marked.map((key) => `break-glass deploy ${blob(key)}`) })
      expect([await opens(held), await opens(old)]).toEqual([true, true])
      desk.isSilent = true
      await expect
        .poll(async () => (await server.run("cat /var/lib/latchkey/stale")).stdout, patience)
        .toBe(`${stale}\n`)
      expect([await opens(held), await opens(old)]).toEqual([granted, found])
      desk.isSilent = false
      await expect.poll(async () => [await opens(held), await opens(old)], patience).toEqual([true, true])
      await grant({})
    },
  )

  test("lets found keys in again after a second enrolment while they were closed", async () => {
    await grant({ stale: "deny", validFor: 3 })
    desk.freshness = (note) => note.replace(/nonce .*/, "nonce 00")
    await expect.poll(() => opens(old), patience).toBe(false)
    const count = desk.enrolments.length
    await server.read(`curl -fsS ${desk.url}/enrol/code | sh`)
    expect(desk.enrolments).toHaveLength(count + 1)
    expect(await opens(old)).toBe(false)
    desk.freshness = (note) => note
    await expect.poll(() => opens(held), patience).toBe(true)
    expect(await opens(old)).toBe(true)
    await grant({})
  })

  test("reports a login user that does not exist, and serves the others", async () => {
    await grant({ users: [...deploy(`${held.line} key-1`), { name: "ghost", lines: [evil] }] })
    await expect.poll(() => reports().at(-1), patience).toContain("ghost does not exist")
    expect(reports().at(-1)).toContain("\nunmanaged ghost missing\n")
    expect(await opens(held)).toBe(true)
    // Made later, the user is taken up with the next answer.
    await server.read("useradd -m -p '*' ghost")
    await expect.poll(() => opens(other, "ghost"), patience).toBe(true)
    await expect.poll(() => reports().at(-1), patience).toMatch(allWell)
  })

  test("leaves a user alone whose authorized_keys others can write, until that is put right", async () => {
    await server.read("mkdir -p -m 700 /home/web/.ssh && cat >/home/web/.ssh/authorized_keys", `${webs.line}\n`)
    await server.read("chown -R web:web /home/web/.ssh && chmod 666 /home/web/.ssh/authorized_keys")
    await grant({ users: [...deploy(`${held.line} key-1`), { name: "web", lines: [`${held.line} key-1`] }] })
    await expect.poll(() => reports().at(-1), patience).toContain("web: /home/web/.ssh/authorized_keys")
    expect(reports().at(-1)).toContain("\nunmanaged web unsafe-files\n")
    expect([await opens(held, "web"), await opens(webs, "web")]).toEqual([false, false])
    await server.read("chmod 600 /home/web/.ssh/authorized_keys")
    await expect.poll(() => opens(held, "web"), patience).toBe(true)
    expect(await opens(webs, "web")).toBe(true)
  })

  test.each([
    ["too large", "more than 1000000 bytes", "truncate -s 2000000 authorized_keys"],
    ["in a folder of somebody else's", "somebody else", "chown web ../.ssh"],
  ])("leaves a user alone whose authorized_keys is %s", async (_, reason, change) => {
    await server.read(`useradd -m -p '*' late && mkdir -m 700 /home/late/.ssh && cd /home/late/.ssh &&
      echo '${webs.line}' >authorized_keys && chown -R late ../.ssh && ${change}`)
    await grant({ users: [...deploy(`${held.line} key-1`), { name: "late", lines: [`${held.line} key-1`] }] })
    await expect.poll(() => reports().at(-1), patience).toContain(reason)
    expect(await opens(held, "late")).toBe(false)
    await server.read("userdel -r late")
    await grant({})
  })

  test("takes a found key away for good once a bundle has named it, and leaves the others", async () => {
    await server.read("useradd -m -p '*' early && mkdir -m 700 /home/early/.ssh")
    await server.read("cat >/home/early/.ssh/authorized_keys", `no-pty ${held.line}\n# both of them\n${webs.line}`)
    await server.read("chown -R early:early /home/early/.ssh")
    const early = (...lines: readonly string[]) => [...deploy(`${other.line} key-2`), { name: "early", lines }]
    await grant({ users: early() })
    expect([await opens(held, "early"), await opens(webs, "early")]).toEqual([true, true])
    await grant({ users: early(`${held.line} key-1`) })
    expect([await opens(held, "early"), await opens(webs, "early")]).toEqual([true, true])
    await grant({ users: early() })
    expect([await opens(held, "early"), await opens(webs, "early")]).toEqual([false, true])
    expect(await server.read("cat /home/early/.ssh/authorized_keys")).toContain(held.line)
  })

  test("drops a found key for good when a bundle says so, and passes over lines that it does not know", async () => {
    await server.read("useradd -m -p '*' sam && mkdir -m 700 /home/sam/.ssh")
    await server.read("cat >/home/sam/.ssh/authorized_keys", `${held.line}\nno-pty ${webs.line} me\n`)
    await server.read("chown -R sam:sam /home/sam/.ssh")
    const sam = [{ name: "sam", lines: [] }]
    await grant({ users: sam, orders: [`drop sam ${blob(held)}`, "scripts 00", "later-than-this sam 1"] })
    expect([await opens(held, "sam"), await opens(webs, "sam")]).toEqual([false, true])
    await grant({ users: sam })
    expect([await opens(held, "sam"), await opens(webs, "sam")]).toEqual([false, true])
    expect(await server.read("stat -c '%a %U:%G' /var/lib/latchkey/found/sam")).toBe("600 root:root\n")
    version += 1
    desk.publish(version, desk.sign(good({ users: sam, orders: [`drop nobody ${blob(webs)}`] })))
    await expect.poll(() => reports().at(-1), patience).toContain("well formed")
    await grant({})
  })

  test("trusts the keys that a bundle names from then on, and never without the one that signed it", async () => {
    const signer = (file: string) => `signer ${readFileSync(`${file}.pub`, "utf8").trim()}`
    const { pinnedKey, foreignKey } = desk
    await grant({ orders: [signer(pinnedKey), signer(foreignKey)] })
    version += 1
    desk.publish(version, desk.sign(good({ orders: [signer(foreignKey)] }), foreignKey))
    await expect.poll(() => desk.polls.at(-1)?.have, patience).toBe(version)
    expect(await server.read("cat /etc/latchkey/signers")).not.toContain(signer(pinnedKey).split(" ")[2])
    expect(await server.read("stat -c %a /etc/latchkey/signers")).toBe("644\n")

    const back = [signer(pinnedKey), signer(foreignKey)]
    const refusals: readonly [string, () => string][] = [
      ["not signed", () => desk.sign(good({ orders: back }), pinnedKey)],
      ["does not name the key", () => desk.sign(good({ orders: [signer(pinnedKey)] }), foreignKey)],
    ]
    for (const [reason, make] of refusals) {
      version += 1
      const count = reports().length
      desk.publish(version, make())
      await expect.poll(() => reports().slice(count).join(""), patience).toContain(reason)
    }
    version += 1
    desk.publish(version, desk.sign(good({ orders: back }), foreignKey))
    await expect.poll(() => desk.polls.at(-1)?.have, patience).toBe(version)
    await grant({})
  })

  test("acknowledges a bundle only when it was heard whom it leaves alone", async () => {
    desk.reportStatus = 503
    version += 1
    desk.publish(version, desk.sign(good({ users: [{ name: "nobody-yet", lines: [] }] })))
    await expect.poll(() => reports().at(-1), patience).toContain("unmanaged nobody-yet missing")
    const count = reports().length
    await expect.poll(() => reports().length, patience).toBeGreaterThan(count + 1)
    expect(desk.polls.at(-1)?.have).toBe(version - 1)
    desk.reportStatus = 200
    await expect.poll(() => desk.polls.at(-1)?.have, patience).toBe(version)
    await grant({})
    await expect.poll(() => reports().at(-1), patience).toMatch(allWell)
  })

  /** Stops sync, changes by `program` of awk what it remembers of the silence, and lets it start anew. */
  const remember = (program: string) =>
    server.read(`${pauseSync} && cd /var/lib/latchkey && awk '${program}' silence >/tmp/silence &&
      cat /tmp/silence >silence && ${endSync}`)
  const isDenied = async () => (await server.run("grep -q deny /var/lib/latchkey/stale")).status === 0

  // What is remembered is changed, not the clock, which all servers of the tests share.
  test.each([
    ["back", "+"],
    ["forward", "-"],
  ])("goes by no clock: one that jumps %s is told of, and changes no policy", async (word, sign) => {
    await grant({ stale: "deny", validFor: 3600 })
    const count = reports().length
    await remember(`{ print $1, $2, $3 ${sign} 100000000, $4 }`)
    await expect.poll(() => reports().slice(count).join(""), patience).toContain(`seconds ${word}: keys that expire`)
    expect(await isDenied()).toBe(false)
    await expect.poll(() => reports().at(-1), patience).toMatch(allWell)
  })

  test.each([
    ["behind", "+"],
    ["ahead", "-"],
  ])("counts the silence across a start with a clock that is years %s", async (_, sign) => {
    await grant({ stale: "deny", validFor: 10_000 })
    desk.isSilent = true
    await server.read("echo '100.5 0' >/tmp/uptime && mount --bind /tmp/uptime /proc/uptime")
    const restart = (silent: number) => remember(`{ print "another-start", 5000, $3 ${sign} 300000000, ${silent} }`)
    await restart(9_000)
    await expect.poll(() => server.read("cut -d ' ' -f 4 /var/lib/latchkey/silence"), patience).toBe("9100\n")
    expect(await isDenied()).toBe(false)
    await restart(9_950)
    await expect.poll(isDenied, patience).toBe(true)
    await server.read("umount /proc/uptime")
    desk.isSilent = false
    await expect.poll(() => opens(held), patience).toBe(true)
    await grant({})
  })

  // Reports of logins may be lost, too, and that is said for a while.
  test("keeps the bundle in effect on a full disk, and takes the new one once there is room", async () => {
    await grant({})
    await server.read(
      `cd / && cp -a /var/lib/latchkey /tmp/moved && mount -t tmpfs -o size=512k,mode=755 tmpfs /var/lib/latchkey &&
      cp -a /tmp/moved/. /var/lib/latchkey && ${endSync}`,
    )
    await heardAgain()
    await server.run("cat /dev/zero >/var/lib/latchkey/filler")
    const before = await inEffect()
    version += 1
    const many = Array.from({ length: 300 }, (_, index) => `${other.line} key-${index}`)
    desk.publish(version, desk.sign(good({ users: deploy(...many) })))
    await expect.poll(() => reports().at(-1), patience).toContain("disk is full")
    expect(await inEffect()).toBe(before)
    expect([await opens(held), await opens(other)]).toEqual([true, false])
    await server.read("rm /var/lib/latchkey/filler")
    await expect.poll(() => desk.polls.at(-1)?.have, patience).toBe(version)
    expect([await opens(held), await opens(other)]).toEqual([false, true])
  })

  test("asks with its token alone, and says nothing of it", async () => {
    expect(new Set(desk.polls.map(({ authorization }) => authorization))).toEqual(
      new Set(["Bearer token-of-the-server-under-test"]),
    )
    expect(await server.read("ps -e -o args")).not.toContain("token-of")
    expect(reports().join("")).not.toContain("token-of")
  })
})
