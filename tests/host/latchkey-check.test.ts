import { beforeAll, describe, expect, test, vi } from "vitest"
import type { Desk } from "./kit/desk.ts"
import { makeFleet } from "./kit/fleet.ts"
import { canBoot, makeKey, type TestServer } from "./kit/test-server.ts"

const patience = { timeout: 30_000, interval: 200 }
const check = "/usr/local/lib/latchkey/latchkey-check"

describe.skipIf(!canBoot()).each(["dash", "busybox"] as const)(
  "latchkey-check with %s",
  { timeout: 90_000 },
  (shell) => {
    const fleet = makeFleet()
    const [deploys, webs, roots] = ["deploy", "web", "root"].map((name) => makeKey(fleet.folder, name))
    let server: TestServer
    let desk: Desk

    beforeAll(async () => {
      desk = await fleet.openDesk()
      server = await fleet.boot({ name: `check-${shell}`, shell })
      await write("deploy", "/home/deploy", `${deploys?.line} of "deploy" ü\n`)
      await write("web", "/home/web", `# comment\n\nno-pty,from="10.0.0.0/8" ${webs?.line}`)
      await write("root", "/root", `${roots?.line}\r\n`)
      await server.read(`curl -fsS ${desk.url}/enrol/code | sh`)
      desk.publish(1, desk.sign(desk.bundle(1, { users: [{ name: "deploy", lines: [] }] })))
      await vi.waitFor(() => expect(desk.polls.at(-1)?.have).toBe(1), patience)
    }, 90_000)

    const write = async (user: string, home: string, text: string) => {
      await server.read(`mkdir -p -m 700 ${home}/.ssh && cat >${home}/.ssh/authorized_keys`, text)
      await server.read(`chown -R ${user} ${home}/.ssh`)
    }
    const foundOf = (user: string) =>
      (desk.founds.at(-1) ?? "").split("\n").filter((line) => line.startsWith(`found ${user} `))

    test("tells of the keys that authorized_keys files let in, of users who are managed and of others", async () => {
      await expect.poll(() => desk.founds.length, patience).toBeGreaterThan(0)
      await server.read(check)
      expect(desk.founds.at(-1)?.split("\n").toSorted()).toEqual(
        [
          "",
          `found deploy ${deploys?.line} of "deploy" ü`,
          "found-list",
          `found root ${roots?.line}`,
          `found web no-pty,from="10.0.0.0/8" ${webs?.line}`,
        ].toSorted(),
      )
    })

    test("tells it again only when it has changed", async () => {
      const count = desk.founds.length
      await server.read(check)
      expect(desk.founds).toHaveLength(count)
      // Of a managed user the file does not count any more.
      await write("deploy", "/home/deploy", `${roots?.line}\n`)
      await server.read(check)
      expect(desk.founds).toHaveLength(count)
      await write("web", "/home/web", `${webs?.line}\n${roots?.line}\n`)
      await server.read(check)
      expect(foundOf("web")).toEqual([`found web ${webs?.line}`, `found web ${roots?.line}`])
      expect(foundOf("deploy")).toEqual([`found deploy ${deploys?.line} of "deploy" ü`])
    })

    test("tells it again when the service starts anew, as for another server of Latchkey's", async () => {
      const count = desk.founds.length
      await server.read("kill -9 $(ps -e -o pid,args | awk '/[l]atchkey-sync$/ { print $1 }')")
      await expect.poll(() => desk.founds.length, patience).toBeGreaterThan(count)
      expect(foundOf("root")).toHaveLength(1)
    })

    test("sends no line but those of public keys, and nothing that sshd passes over", async () => {
      await server.read(
        "ssh-keygen -q -t ed25519 -N '' -f /tmp/private && cat /tmp/private >>/home/web/.ssh/authorized_keys",
      )
      await server.read("echo 'hostkey of mine' >>/home/web/.ssh/authorized_keys")
      await write("root", "/root", `${roots?.line}\u0007\tlast\n`)
      await server.read(check)
      expect(foundOf("web")).toHaveLength(2)
      expect(foundOf("root")).toEqual([`found root ${roots?.line}  last`])
      await server.read(
        `chmod 666 /home/web/.ssh/authorized_keys && ${check}; chmod 600 /home/web/.ssh/authorized_keys`,
      )
      expect(foundOf("web")).toEqual([])
      expect(desk.founds.join("")).not.toContain("PRIVATE")
    })

    test("sends no more than one request may have", async () => {
      await server.read(
        "awk 'BEGIN { for (i = 0; i < 3000; i++) print \"ssh-rsa AAAA\" i }' >/home/web/.ssh/authorized_keys",
      )
      await server.read(check)
      expect(desk.founds.at(-1)?.split("\n").length).toBe(1002)
      await server.read("truncate -s 0 /home/web/.ssh/authorized_keys")
    })

    test.each([
      [
        "the drop-in is empty",
        ": >/etc/ssh/sshd_config.d/00-latchkey.conf",
        "deploy: sshd's settings were changed: author",
      ],
      [
        "a Match block comes first",
        "sed -i '1i Match User deploy\\nAuthorizedKeysFile .ssh/other\\nMatch all' /etc/ssh/sshd_config",
        "deploy: sshd's settings were changed: authorizedkeysfile .ssh/other",
      ],
      ["sshd's settings have a mistake", "echo Nonsense >>/etc/ssh/sshd_config", "sshd -T fails"],
      [
        "the user has left the group",
        "sed -i 's/^\\(latchkey:.*:\\).*/\\1/' /etc/group /etc/gshadow",
        "deploy: is not in the group latchkey any more",
      ],
    ])("reports that %s, until it is put right", async (_, change, problem) => {
      await server.read("cp -a /etc/ssh /etc/group /etc/gshadow /tmp")
      await server.read(`${change} && { ${check} || :; }`)
      await expect
        .poll(() => desk.reports.filter((text) => !text.includes("open-list")).at(-1), patience)
        .toContain(problem)
      await server.read(`cp -a /tmp/ssh /tmp/group /tmp/gshadow /etc && ${check}`)
      await expect
        .poll(() => desk.reports.filter((text) => !text.includes("open-list")).at(-1), patience)
        .toContain("ok\n")
    })

    test("compares the settings of some users each time", async () => {
      await server.read("for i in $(seq 30); do : >/var/lib/latchkey/users/none-$i; done")
      await server.read(`${check} && cat /run/latchkey/compared`)
      expect(await server.read(`rm -f /run/latchkey/compared; ${check}; cat /run/latchkey/compared`)).toBe("20\n")
      expect(await server.read(`${check}; cat /run/latchkey/compared`)).toBe("40\n")
      expect(await server.read(`${check}; cat /run/latchkey/compared`)).toBe("20\n")
    })
  },
)
