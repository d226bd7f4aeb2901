import { readFileSync } from "node:fs"
import { beforeAll, describe, expect, test } from "vitest"
import { makeFleet } from "./kit/fleet.ts"
import { canBoot, type TestServer } from "./kit/test-server.ts"

const program = readFileSync(new URL("../../packages/host/latchkey-keys", import.meta.url), "utf8")
const [keyA, keyB, keyC] = ["A", "B", "C"].map((letter) => `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${letter.repeat(43)}`)

describe.skipIf(!canBoot())("latchkey-keys", () => {
  const fleet = makeFleet()

  describe.each(["dash", "bash", "busybox"] as const)("with %s", (shell) => {
    let server: TestServer
    beforeAll(async () => {
      server = await fleet.boot({ name: `keys-${shell}`, shell })
      await server.read(
        "mkdir -p /usr/local/lib/latchkey /var/lib/latchkey/users /var/lib/latchkey/accepted" +
          " && cat >/usr/local/lib/latchkey/latchkey-keys && chmod 755 /usr/local/lib/latchkey/latchkey-keys",
        program,
      )
    })
    const write = (folder: "users" | "accepted", name: string, lines: readonly string[]) =>
      server.read(`cat >/var/lib/latchkey/${folder}/${name}`, lines.map((line) => `${line}\n`).join(""))
    const quoted = (word: string) => `'${word.replaceAll("'", "'\\''")}'`
    const ask = async (user: string, key = keyA) => {
      const words = [user, "SHA256:x", ...(key ?? "").split(" ")].map(quoted).join(" ")
      const { stdout, stderr, status } = await server.run(`/usr/local/lib/latchkey/latchkey-keys ${words}`)
      expect({ stderr, status }).toEqual({ stderr: "", status: 0 })
      return stdout
    }

    test("prints the line of the offered key, with its options, and no other line", async () => {
      await write("users", "deploy", [`${keyB} key-b`, `from="10.0.0.1",no-pty ${keyA} key-a`])
      expect(await ask("deploy")).toBe(`from="10.0.0.1",no-pty ${keyA} key-a\n`)
      expect(await ask("deploy", keyB)).toBe(`${keyB} key-b\n`)
      expect(await ask("deploy", keyC)).toBe("")
    })

    test("takes no part of a key for the key", async () => {
      await write("users", "deploy", [`${keyA} key-a`])
      expect(await ask("deploy", keyA?.slice(0, -1))).toBe("")
      expect(await ask("deploy", `${keyA}A`)).toBe("")
      expect(await ask("deploy", keyA?.replace("ssh-ed25519", "ed25519"))).toBe("")
      expect(await ask("deploy", "ssh-ed25519 .*")).toBe("")
    })

    test("takes no text of an option for a key, and finds the line behind it", async () => {
      const command = `command="echo ${keyA} key-a" ${keyB} key-b`
      await write("users", "deploy", [command, `${keyA} key-a`])
      expect(await ask("deploy")).toBe(`${keyA} key-a\n`)
      expect(await ask("deploy", keyB)).toBe(`${command}\n`)
    })

    test("prints nothing for a user who has no file, nor for a name that is a path", async () => {
      await write("users", "deploy", [`${keyA} key-a`])
      await server.read("cp /var/lib/latchkey/users/deploy /var/lib/latchkey/stolen")
      for (const name of ["nobody", "../stolen", "../users/deploy", "", ".", "..", "-e", "root from 6.6.6.6 port 22"]) {
        expect(await ask(name)).toBe("")
      }
    })

    test("keeps backslashes and quotation marks of options as they are", async () => {
      const line = `command="printf \\"a\\\\tb\\" %s" ${keyA} key-a`
      await write("users", "deploy", [line])
      expect(await ask("deploy")).toBe(`${line}\n`)
    })

    test("compares the expiry itself and takes it out, wherever it stands", async () => {
      const later = 'expiry-time="20991231235959Z"'
      const over = 'expiry-time="20200101000000Z"'
      for (const [options, printed] of [
        [later, ""],
        [`${later},no-pty`, "no-pty "],
        [`no-pty,${later}`, "no-pty "],
        [`from="a",${later},no-pty`, 'from="a",no-pty '],
      ]) {
        await write("users", "deploy", [`${options} ${keyA} key-a`])
        expect(await ask("deploy")).toBe(`${printed}${keyA} key-a\n`)
      }
      for (const options of [over, `no-pty,${over}`, `${over},no-pty`]) {
        await write("users", "deploy", [`${options} ${keyA} key-a`])
        expect(await ask("deploy")).toBe("")
      }
    })

    test("leaves text that looks like an expiry inside of an option alone", async () => {
      const line = `command="echo ,expiry-time=\\"20200101000000Z\\"" ${keyA} key-a`
      await write("users", "deploy", [line])
      expect(await ask("deploy")).toBe(`${line}\n`)
    })

    test("adds the lines that were there before, as they were", async () => {
      await write("users", "deploy", [`${keyA} key-a`])
      await write("accepted", "deploy", ["# mine", `${keyC} me@home $(touch /tmp/hole)`])
      expect(await ask("deploy")).toBe(`${keyA} key-a\n# mine\n${keyC} me@home $(touch /tmp/hole)\n`)
      expect((await server.run("test -e /tmp/hole")).status).toBe(1)
      await server.read("rm /var/lib/latchkey/accepted/deploy")
    })

    test("finds one key among 10,000", async () => {
      const numbered = (index: number) => `ssh-ed25519 AAAA${String(index).padStart(64, "0")} key-${index}`
      await write(
        "users",
        "deploy",
        Array.from({ length: 10_000 }, (_, index) => numbered(index)),
      )
      expect(await ask("deploy", numbered(9_999).replace(/ key.*/, ""))).toBe(`${numbered(9_999)}\n`)
    })
  })
})
