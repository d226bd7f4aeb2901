import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { addAccount } from "../../kit/accounts.ts"
import { type RunningDaemon, signUp, startDaemon, testPassword } from "../../kit/daemon.ts"
import { requireTool } from "../../kit/tools.ts"
import { run } from "../ssh-clients.ts"
import { identityUrl, pythonPatience } from "./openstack-client.ts"

const hasTempest = requireTool("tempest", "tempest") !== undefined
/** Where Debian keeps Tempest's tests. */
const packages = "/usr/lib/python3/dist-packages"
const discovery = ["--test-path", `${packages}/tempest/test_discover`, "--top-dir", packages]
/** Key pairs up to microversion 2.10, and of the identity API: tokens, discovery and the catalog. */
const suites =
  "(tempest.api.compute.keypairs.|tempest.api.compute.admin.test_keypairs_v210|tempest.api.identity.v3.test_(tokens|api_discovery|catalog))"
const testCount = 28

describe.skipIf(!hasTempest)("Tempest, the tests by which OpenStack clouds are judged,", () => {
  let daemon: RunningDaemon
  let folder: string
  beforeAll(async () => {
    daemon = await startDaemon()
    await signUp(daemon, "admin")
    for (const handle of ["tempest1", "tempest2"]) await addAccount(daemon, handle)
    folder = mkdtempSync(join(tmpdir(), "latchkey-tempest-"))
  })
  afterAll(async () => {
    await daemon?.stop()
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
  })

  test(
    "passes on key pairs and identity",
    async () => {
      mkdirSync(join(folder, "lock"))
      writeFileSync(join(folder, "accounts.yaml"), accounts())
      writeFileSync(join(folder, "tempest.conf"), configuration(folder, identityUrl(daemon)))
      const { stdout } = await run(
        "/usr/bin/python3",
        ["-m", "stestr", "--repo-url", folder, ...discovery, "run", "--serial", suites],
        { HOME: folder, TEMPEST_CONFIG: "tempest.conf", TEMPEST_CONFIG_DIR: folder, PYTHONDONTWRITEBYTECODE: "1" },
      )
      const count = (what: string) => Number(new RegExp(`^ - ${what}: (\\d+)`, "m").exec(stdout)?.[1])
      const counts = { passed: count("Passed"), failed: count("Failed"), skipped: count("Skipped") }
      expect(counts, stdout).toEqual({ passed: testCount, failed: 0, skipped: 0 })
      // It was these very accounts that it used.
      expect(readFileSync(join(folder, "tempest.log"), "utf8")).toContain("tempest1")
    },
    pythonPatience,
  )
})

function accounts(): string {
  const account = (name: string) => `- username: ${name}\n  project_name: ${name}\n  password: "${testPassword}"\n`
  return `${account("tempest1")}${account("tempest2")}${account("admin")}  types: [admin]\n`
}

function configuration(folder: string, authUrl: string): string {
  return `[DEFAULT]
log_dir = ${folder}
log_file = tempest.log
debug = true
[oslo_concurrency]
lock_path = ${join(folder, "lock")}
[auth]
use_dynamic_credentials = false
create_isolated_networks = false
test_accounts_file = ${join(folder, "accounts.yaml")}
[identity]
auth_version = v3
uri_v3 = ${authUrl}
v3_endpoint_type = public
region = RegionOne
[identity-feature-enabled]
api_v2 = false
api_v3 = true
api_v2_admin = false
application_credentials = false
access_rules = false
[compute]
min_microversion = 2.1
max_microversion = 2.91
[compute-feature-enabled]
resize = false
[validation]
run_validation = false
[service_available]
nova = true
neutron = false
glance = false
cinder = false
swift = false
horizon = false
placement = false
`
}
