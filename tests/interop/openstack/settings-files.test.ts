import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Project } from "@latchkey/contract"
import { afterAll, describe, expect, test } from "vitest"
import {
  passwordSettings,
  tokenSettings,
} from "../../../packages/console/src/pages/account/openstack/cloud-settings.ts"
import { cloudsYaml } from "../../../packages/console/src/pages/account/openstack/clouds-yaml.ts"
import { openrc } from "../../../packages/console/src/pages/account/openstack/openrc.ts"
import { requireTool } from "../../kit/tools.ts"
import { run } from "../ssh-clients.ts"
import { findOpenstackTools } from "./openstack-client.ts"

const tools = findOpenstackTools()
const origin = "https://keys.example.org"

const project = (name: string, kind: Project["kind"] = "shared"): Project => ({
  id: `id of ${name}`,
  name,
  kind,
  serverQuota: 1,
  createdAt: "2026-01-01T00:00:00.000Z",
  role: "owner",
})
const settingsOf = (name: string) => passwordSettings(origin, "alice", project(name), [project(name)])

/** Names that a project can have, and that a file's reader could take for something else. */
const names = [
  "atlas",
  "yes",
  "~",
  "~root",
  "null",
  "0x10",
  "1e3",
  "2026-01-01",
  "- a",
  "a: b #c",
  'it\'s $HOME `id` $(id) \\ "quoted" !x',
  "'",
  "%@&*|>{}[]",
  "Café 日本 🗝",
  "a\u2028b\u0085c",
]

const folder = mkdtempSync(join(tmpdir(), "latchkey-settings-"))
afterAll(() => rmSync(folder, { recursive: true }))

test("a project is named where its name is clear, and else its id is given", () => {
  const [own, atlas, twin] = [project("alice", "personal"), project("atlas"), project("alice")]
  const scopeOf = (chosen: Project) => passwordSettings(origin, "alice", chosen, [own, atlas, twin]).auth
  expect(scopeOf(own)).toMatchObject({ project_name: "alice", project_domain_name: "Default" })
  expect(scopeOf(atlas)).toMatchObject({ project_name: "atlas", project_domain_name: "Default" })
  expect(scopeOf(twin)).toMatchObject({ project_id: twin.id })
  expect(scopeOf(twin)).not.toHaveProperty("project_name")
})

describe.skipIf(tools === undefined)("clouds.yaml", () => {
  test("says every name as it is, to the reader that openstacksdk has", async () => {
    const read =
      "import json, sys, yaml; print(json.dumps([yaml.safe_load(text) for text in json.load(open(sys.argv[1]))]))"
    const file = join(folder, "texts.json")
    writeFileSync(file, JSON.stringify(names.map((name) => cloudsYaml(settingsOf(name)))))
    const { stdout, stderr } = await run(tools?.python ?? "", ["-c", read, file])
    expect(stderr).toBe("")
    expect(JSON.parse(stdout)).toEqual(names.map((name) => ({ clouds: { latchkey: settingsOf(name) } })))
  })
})

describe.each([
  ["bash", "bash"],
  ["dash", "dash"],
  ["zsh", "zsh"],
])("openrc.sh in %s", (shell, debianPackage) => {
  const program = requireTool(shell, debianPackage)

  /** The variables of OpenStack after the file was read, where some were there before. */
  async function sourced(text: string, typed = ""): Promise<Readonly<Record<string, string>>> {
    const file = join(folder, `${shell}-openrc.sh`)
    writeFileSync(file, text)
    const stale = [
      "TOKEN",
      "PROJECT_ID",
      "PASSWORD",
      "APPLICATION_CREDENTIAL_ID",
      "DOMAIN_ID",
      "DOMAIN_NAME",
      "TRUST_ID",
    ]
    const before = `export OS_CLOUD=other OS_SYSTEM_SCOPE=all ${stale.map((name) => `OS_${name}=old`).join(" ")}`
    const command = `${before}\n. "$1" <<end\n$2\nend\nenv -0`
    const { stdout, stderr } = await run(program ?? "", ["-c", command, shell, file, typed])
    expect(stderr.replace("Password of alice: \n", "")).toBe("")
    const pairs = stdout.split("\0").map((pair) => {
      const at = pair.indexOf("=")
      return [pair.slice(0, at), pair.slice(at + 1)] as const
    })
    return Object.fromEntries(pairs.filter(([name]) => name.startsWith("OS_")))
  }

  test.skipIf(program === undefined)(
    "says every name as it is, and asks for the password",
    async () => {
      for (const name of names) {
        expect(await sourced(openrc(settingsOf(name)), "pass\\word $x ")).toEqual({
          OS_AUTH_TYPE: "v3password",
          OS_AUTH_URL: `${origin}/openstack/identity/v3`,
          OS_COMPUTE_API_VERSION: "2",
          OS_IDENTITY_API_VERSION: "3",
          OS_INTERFACE: "public",
          OS_PASSWORD: "pass\\word $x ",
          OS_PROJECT_DOMAIN_NAME: "Default",
          OS_PROJECT_NAME: name,
          OS_REGION_NAME: "RegionOne",
          OS_USERNAME: "alice",
          OS_USER_DOMAIN_NAME: "Default",
        })
      }
    },
    60_000,
  )

  test.skipIf(program === undefined)("of a token leaves nothing of another way to sign in", async () => {
    const token = {
      id: "the id",
      name: "ci",
      scopes: [],
      createdAt: "",
      expiresAt: null,
      lastUsedAt: null,
      lastUsedFrom: null,
    }
    expect(await sourced(openrc(tokenSettings(origin, { token, secret: "the secret" })))).toEqual({
      OS_APPLICATION_CREDENTIAL_ID: "the id",
      OS_APPLICATION_CREDENTIAL_SECRET: "the secret",
      OS_AUTH_TYPE: "v3applicationcredential",
      OS_AUTH_URL: `${origin}/openstack/identity/v3`,
      OS_COMPUTE_API_VERSION: "2",
      OS_IDENTITY_API_VERSION: "3",
      OS_INTERFACE: "public",
      OS_REGION_NAME: "RegionOne",
    })
  })
})
