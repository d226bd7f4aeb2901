import { existsSync, readFileSync } from "node:fs"
import { requireTool } from "../../kit/tools.ts"

/** Ansible with OpenStack's collection and an openstacksdk that it works with. */
export interface Ansible {
  /** ansible-playbook. */
  readonly program: string
  /** With which it finds both. */
  readonly env: Readonly<Record<string, string>>
}

/** Where `.ci/ansible` lays both on Debian 12, whose own do not fit together. */
const laidOut = "/usr/local/share/latchkey-tests/ansible"
/** Of Debian's package ansible. */
const manifest = "/usr/lib/python3/dist-packages/ansible_collections/openstack/cloud/MANIFEST.json"

/** Where something is missing: with `CI=true` it throws; else it is undefined, and stderr tells what to install. */
export function findAnsible(): Ansible | undefined {
  const program = requireTool("ansible-playbook", "ansible-core")
  if (program === undefined) return undefined
  if (existsSync(laidOut)) return { program, env: { PYTHONPATH: laidOut } }
  if (existsSync(manifest) && !/"version": "1\./.test(readFileSync(manifest, "utf8"))) return { program, env: {} }
  const reason = "Ansible's openstack.cloud 2 is missing: Debian 13's package ansible, or .ci/ansible on Debian 12"
  if (process.env.CI === "true") throw new Error(reason)
  process.stderr.write(`skipped: ${reason}\n`)
  return undefined
}
