import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { routes } from "@latchkey/contract"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { type RunningDaemon, type SignedUp, signUp, startDaemon } from "../../kit/daemon.ts"
import { type Computer, openComputer, run } from "../ssh-clients.ts"
import {
  findOpenstackTools,
  type OpenstackComputer,
  openOpenstackComputer,
  passwordSettings,
  pythonPatience,
} from "./openstack-client.ts"

describe.skipIf(findOpenstackTools() === undefined)("the openstack command line client", () => {
  let daemon: RunningDaemon
  let alice: SignedUp
  let computer: OpenstackComputer
  let keys: Computer

  beforeAll(async () => {
    daemon = await startDaemon()
    alice = await signUp(daemon)
    computer = openOpenstackComputer(daemon, passwordSettings(alice))
    keys = openComputer()
  })
  afterAll(async () => {
    await daemon?.stop()
    computer?.remove()
    keys?.remove()
  })

  async function keyNames(): Promise<readonly string[]> {
    const { items } = await alice.client.call(routes.listKeys, { query: {} })
    return items.map(({ name }) => name).sort()
  }

  async function succeed(...args: string[]): Promise<string> {
    const { status, stdout, stderr } = await computer.openstack(...args)
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" })
    return stdout
  }

  test(
    "imports a key, lists it and shows it as it was given",
    async () => {
      const { path, line } = keys.makeKey("ed", ["-t", "ed25519"], "alice laptop")
      const md5 = (await run("ssh-keygen", ["-l", "-E", "md5", "-f", path])).stdout.split(" ")[1]?.slice("MD5:".length)
      const created: unknown = JSON.parse(
        await succeed("keypair", "create", "-f", "json", "--public-key", `${path}.pub`, "laptop"),
      )
      expect(created).toMatchObject({ name: "laptop", fingerprint: md5, type: "ssh" })
      expect(JSON.parse(await succeed("keypair", "list", "-f", "json"))).toEqual([
        { Name: "laptop", Fingerprint: md5, Type: "ssh" },
      ])
      // The client ends what it prints with an empty table.
      expect(await succeed("keypair", "show", "--public-key", "laptop")).toBe(`${line}\n`)
      expect(JSON.parse(await succeed("keypair", "show", "-f", "json", "laptop"))).toMatchObject({
        created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}$/),
        fingerprint: md5,
        is_deleted: false,
        name: "laptop",
      })
      // What is given here is a key like any other.
      expect(await keyNames()).toEqual(["laptop"])
    },
    pythonPatience,
  )

  test(
    "gets a private key made for it, once, which the console's page then shows the public half of",
    async () => {
      const file = join(computer.folder, "made.pem")
      await succeed("keypair", "create", "--private-key", file, "made")
      expect(readFileSync(file, "utf8")).toMatch(/^-----BEGIN RSA PRIVATE KEY-----\n/)
      const shown = await succeed("keypair", "show", "--public-key", "made")
      const { stdout: derived } = await run("ssh-keygen", ["-y", "-f", await private600(file)])
      expect(shown.split(" ").slice(0, 2)).toEqual(derived.trim().split(" ").slice(0, 2))
      expect(await keyNames()).toContain("made")

      const printed = await succeed("keypair", "create", "printed")
      expect(printed).toMatch(/^-----BEGIN RSA PRIVATE KEY-----\n[\s\S]+\n-----END RSA PRIVATE KEY-----\n\n$/)
      const secretLine = printed.split("\n")[5] ?? ""
      expect(secretLine).toMatch(/^[A-Za-z0-9+/]{64}$/)
      expect(daemon.log()).not.toContain(secretLine)
    },
    pythonPatience,
  )

  test(
    "is told why a key pair is refused, in the words of Nova",
    async () => {
      const { path } = keys.makeKey("other", ["-t", "ed25519"])
      const refused = async (...args: string[]) => {
        const { status, stderr } = await computer.openstack("keypair", ...args)
        expect(status).toBe(1)
        return stderr
      }
      expect(await refused("create", "--public-key", `${path}.pub`, "laptop")).toContain(
        "Key pair 'laptop' already exists.",
      )
      expect(await refused("create", "--public-key", `${path}.pub`, "k/1!")).toContain(
        "An invalid 'name' value was provided. The name must be: Only expected characters: ",
      )
      const broken = join(computer.folder, "broken.pub")
      writeFileSync(broken, "ssh-rsa notbase64!! foo\n")
      expect(await refused("create", "--public-key", broken, "broken")).toContain(
        "Keypair data is invalid: failed to generate fingerprint",
      )
      expect(await refused("show", "nosuch")).toContain("No Keypair found for nosuch")
    },
    pythonPatience,
  )

  test(
    "deletes several at once and says which it could not",
    async () => {
      const { status, stderr } = await computer.openstack("keypair", "delete", "laptop", "nosuch", "made", "printed")
      expect(stderr).toContain("Failed to delete key with name 'nosuch'")
      expect(stderr).toContain("1 of 4 keys failed to delete.")
      expect(status).toBe(1)
      expect(await keyNames()).toEqual([])
      expect(JSON.parse(await succeed("keypair", "list", "-f", "json"))).toEqual([])
    },
    pythonPatience,
  )

  test(
    "finds its way from half of the address",
    async () => {
      const short = openOpenstackComputer(daemon, {
        ...passwordSettings(alice),
        OS_AUTH_URL: `${daemon.url}/openstack`,
      })
      try {
        const { status, stderr } = await short.openstack("keypair", "list")
        expect({ status, stderr }).toEqual({ status: 0, stderr: "" })
      } finally {
        short.remove()
      }
    },
    pythonPatience,
  )
})

/** The client leaves a private key readable for all, which ssh-keygen refuses. */
async function private600(file: string): Promise<string> {
  await run("chmod", ["600", file])
  return file
}
