import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { routes } from "@latchkey/contract"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import {
  cloudName,
  openstackTokenScopes,
  passwordSettings,
  tokenSettings,
} from "../../../packages/console/src/pages/account/openstack/cloud-settings.ts"
import { cloudsYaml } from "../../../packages/console/src/pages/account/openstack/clouds-yaml.ts"
import { type RunningDaemon, type SignedUp, signUp, startDaemon } from "../../kit/daemon.ts"
import { type Computer, openComputer, run } from "../ssh-clients.ts"
import { findAnsible } from "./ansible-client.ts"
import { pythonPatience } from "./openstack-client.ts"

const ansible = findAnsible()

const keypair = (args: Readonly<Record<string, string>>) => ({
  "openstack.cloud.keypair": { cloud: cloudName, ...args },
  ignore_errors: true,
})
const keypairInfo = { "openstack.cloud.keypair_info": { cloud: cloudName } }

describe.skipIf(ansible === undefined)("Ansible with the collection openstack.cloud", () => {
  let daemon: RunningDaemon
  let alice: SignedUp
  let computer: Computer
  beforeAll(async () => {
    daemon = await startDaemon()
    alice = await signUp(daemon)
    computer = openComputer()
    mkdirSync(join(computer.folder, ".config/openstack"), { recursive: true })
  })
  afterAll(async () => {
    await daemon?.stop()
    computer?.remove()
  })

  const setting = (file: string, text: string) =>
    writeFileSync(join(computer.folder, ".config/openstack", file), text, { mode: 0o600 })

  /** What the tasks said, as JSON. */
  async function play(tasks: readonly object[]): Promise<string> {
    const [playbook, answers] = [join(computer.folder, "keys.yml"), join(computer.folder, "answers.json")]
    const registered = tasks.map((task, index) => ({ ...task, register: `answer${index}` }))
    const content = `{{ [${registered.map(({ register }) => register).join(", ")}] | to_json }}`
    const last = { "ansible.builtin.copy": { dest: answers, content } }
    // JSON is YAML too.
    writeFileSync(playbook, JSON.stringify([{ hosts: "localhost", gather_facts: false, tasks: [...registered, last] }]))
    const { status, stdout, stderr } = await run(ansible?.program ?? "", [playbook], {
      HOME: computer.folder,
      LANG: "C.UTF-8",
      ANSIBLE_LOCALHOST_WARNING: "false",
      ANSIBLE_INVENTORY_UNPARSED_WARNING: "false",
      PYTHONDONTWRITEBYTECODE: "1",
      ...ansible?.env,
    })
    expect({ status, stderr }, stdout).toEqual({ status: 0, stderr: "" })
    return readFileSync(answers, "utf8")
  }

  test(
    "imports, keeps, replaces and deletes key pairs with an API token",
    async () => {
      const token = { name: "ansible", scopes: [...openstackTokenScopes] }
      const made = await alice.client.call(routes.createToken, { body: token })
      setting("clouds.yaml", cloudsYaml(tokenSettings(daemon.url, made)))
      const [first, second] = ["first", "second"].map((name) => `${computer.makeKey(name, ["-t", "ed25519"]).path}.pub`)
      const deploy = (more: Readonly<Record<string, string>>) => keypair({ name: "deploy", ...more })
      const answers = await play([
        deploy({ public_key_file: first ?? "" }),
        deploy({ public_key_file: first ?? "" }),
        deploy({ public_key_file: second ?? "" }),
        deploy({ public_key_file: second ?? "", state: "replace" }),
        deploy({ public_key_file: second ?? "", state: "replace" }),
        keypairInfo,
        deploy({ state: "absent" }),
        deploy({ state: "absent" }),
        keypairInfo,
      ])
      const kept = (path = "") => ({ name: "deploy", public_key: readFileSync(path, "utf8"), private_key: null })
      expect(JSON.parse(answers)).toMatchObject([
        { changed: true, keypair: kept(first) },
        { changed: false, keypair: kept(first) },
        { failed: true, msg: "Key name deploy present but key hash not the same as offered. Delete key first." },
        { changed: true, keypair: kept(second) },
        { changed: false, keypair: kept(second) },
        { keypairs: [{ name: "deploy", type: "ssh" }] },
        { changed: true },
        { changed: false },
        { keypairs: [] },
      ])
      expect(daemon.log()).not.toContain(made.secret)
    },
    pythonPatience,
  )

  test(
    "gets a private key made for it, once, with a password beside the settings",
    async () => {
      const { items } = await alice.client.call(routes.listProjects, {})
      const [project] = items
      if (project === undefined) throw new Error("alice has no project")
      setting("clouds.yaml", cloudsYaml(passwordSettings(daemon.url, alice.handle, project, items)))
      setting("secure.yaml", JSON.stringify({ clouds: { [cloudName]: { auth: { password: alice.password } } } }))
      const made = keypair({ name: "made" })
      const answers = await play([made, made, keypair({ name: "made", state: "absent" })])
      expect(JSON.parse(answers)).toMatchObject([
        { changed: true, keypair: { private_key: expect.stringMatching(/^-----BEGIN RSA PRIVATE KEY-----\n/) } },
        { changed: false, keypair: { private_key: null } },
        { changed: true },
      ])
      const secretLine = answers.split("\\n")[5] ?? ""
      expect(secretLine).toMatch(/^[A-Za-z0-9+/]{64}$/)
      expect(daemon.log()).not.toContain(secretLine)
    },
    pythonPatience,
  )

  test(
    "keeps a key that came through the console when it is given without a line end",
    async () => {
      const { path, line } = computer.makeKey("console", ["-t", "ed25519"], "alice laptop")
      await alice.client.call(routes.importKeys, { body: { keys: [{ text: line, name: "console" }] } })
      const answers = await play([
        keypair({ name: "console", public_key_file: `${path}.pub` }),
        keypair({ name: "console", public_key: `{{ lookup('file', '${path}.pub') }}` }),
      ])
      expect(JSON.parse(answers)).toMatchObject([
        { failed: true },
        { changed: false, keypair: { public_key: line.trimEnd() } },
      ])
    },
    pythonPatience,
  )
})
