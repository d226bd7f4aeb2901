import { execFileSync } from "node:child_process"
import { X509Certificate } from "node:crypto"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { routes } from "@latchkey/contract"
import { tokenScopes } from "@latchkey/core"
import { fingerprintMd5, parsePublicKey } from "@latchkey/engine"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { type RunningDaemon, type SignedUp, signUp, startDaemon } from "../../kit/daemon.ts"
import { newPublicLine } from "../../kit/public-line.ts"
import { requireTool } from "../../kit/tools.ts"
import { credentialSettings, findOpenstackTools, openOpenstackComputer, pythonPatience } from "./openstack-client.ts"

const hasTools = findOpenstackTools() !== undefined && requireTool("openssl", "openssl") !== undefined

describe.skipIf(!hasTools)("openstacksdk with an API token as application credential", () => {
  let daemon: RunningDaemon
  let alice: SignedUp
  beforeAll(async () => {
    daemon = await startDaemon()
    alice = await signUp(daemon)
  })
  afterAll(() => daemon?.stop())

  test(
    "creates, lists, pages, finds and deletes key pairs",
    async () => {
      const { account } = await alice.client.call(routes.showAccount, {})
      const [project] = (await alice.client.call(routes.listProjects, {})).items
      const body = { name: "automation", scopes: [...tokenScopes] }
      const { token, secret } = await alice.client.call(routes.createToken, { body })
      const computer = openOpenstackComputer(daemon, credentialSettings({ id: token.id, secret }))
      const console = newPublicLine("console")
      await alice.client.call(routes.importKeys, { body: { keys: [{ text: `${console}  ` }] } })
      const lines = [newPublicLine("one key"), newPublicLine("another")]
      const file = join(computer.folder, "certificate.pem")
      const made = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=alice", "-keyout", "key.pem"]
      execFileSync("openssl", [...made, "-out", file], { cwd: computer.folder, stdio: "pipe" })
      const certificate = readFileSync(file, "utf8")
      const script = fileURLToPath(new URL("sdk-key-pairs.py", import.meta.url))
      const { status, stdout, stderr } = await computer.python(script, ...lines, certificate)
      computer.remove()
      expect({ status, stderr }).toEqual({ status: 0, stderr: "" })
      const [first = "", second = ""] = lines
      const md5 = (line: string) => fingerprintMd5(parsePublicKey(line).blob).replace("MD5:", "")
      const sha1 = (text: string) => new X509Certificate(text).fingerprint.toLowerCase()
      expect(JSON.parse(stdout)).toMatchObject({
        from_console: console,
        created: { name: "one", type: "ssh", public_key: `${first}\n`, fingerprint: md5(first), private_key: null },
        private_key: expect.stringMatching(/^-----BEGIN RSA PRIVATE KEY-----\n/),
        x509: { type: "x509", public_key: certificate, fingerprint: sha1(certificate) },
        listed: ["console", "made", "one", "three", "two", "win"],
        pages: [["console", "made"], ["one", "three"], ["two", "win"], []],
        found: `${first}\n`,
        missing: true,
        got: md5(second),
        conflict: "Key pair 'one' already exists.",
        invalid: expect.stringContaining("Keypair data is invalid: failed to generate fingerprint"),
        search: ["two"],
        deleted_again: false,
        left: [],
        user: account.id,
        project: project?.id,
      })
      expect(daemon.log()).not.toContain(secret)
    },
    pythonPatience,
  )
})
