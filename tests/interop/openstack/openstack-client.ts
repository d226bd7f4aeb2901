import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { RunningDaemon } from "../../kit/daemon.ts"
import { requireTool } from "../../kit/tools.ts"
import { type Ended, run } from "../ssh-clients.ts"

/** Milliseconds for a test with these tools, each of whose commands starts a Python of its own, on a busy machine. */
export const pythonPatience = 300_000

/** One person's computer with the tools of OpenStack clouds, of whose settings none but these count. */
export interface OpenstackComputer {
  /** Home, and where commands run. */
  readonly folder: string
  /** `openstack ...`, as those settings say. */
  openstack(...args: string[]): Promise<Ended>
  /** The Python that these tools run on. */
  python(...args: string[]): Promise<Ended>
  remove(): void
}

/** Settings of a client that signs in with a password, scoped to the account's personal project. */
export function passwordSettings(account: { readonly handle: string; readonly password: string }) {
  return {
    OS_USERNAME: account.handle,
    OS_PASSWORD: account.password,
    OS_PROJECT_NAME: account.handle,
    OS_USER_DOMAIN_NAME: "Default",
    OS_PROJECT_DOMAIN_NAME: "Default",
  }
}

/** Settings of a client that signs in with an API token. */
export function credentialSettings(credential: { readonly id: string; readonly secret: string }) {
  return {
    OS_AUTH_TYPE: "v3applicationcredential",
    OS_APPLICATION_CREDENTIAL_ID: credential.id,
    OS_APPLICATION_CREDENTIAL_SECRET: credential.secret,
  }
}

/** Where clients are told to sign in. */
export function identityUrl(daemon: Pick<RunningDaemon, "url">): string {
  return `${daemon.url}/openstack/identity/v3`
}

/** Debian's Python, which its packages of OpenStack are for; undefined where those are missing. */
export function findOpenstackTools(): { readonly openstack: string; readonly python: string } | undefined {
  const openstack = requireTool("openstack", "python3-openstackclient")
  return openstack === undefined ? undefined : { openstack, python: "/usr/bin/python3" }
}

export function openOpenstackComputer(
  daemon: Pick<RunningDaemon, "url">,
  settings: Readonly<Record<string, string>>,
): OpenstackComputer {
  const tools = findOpenstackTools()
  if (tools === undefined) throw new Error("install the Debian package python3-openstackclient")
  const folder = mkdtempSync(join(tmpdir(), "latchkey-openstack-"))
  const env = {
    HOME: folder,
    LANG: "C.UTF-8",
    OS_AUTH_URL: identityUrl(daemon),
    OS_IDENTITY_API_VERSION: "3",
    PYTHONDONTWRITEBYTECODE: "1",
    ...settings,
  }
  return {
    folder,
    openstack: (...args) => run(tools.openstack, args, env),
    python: (...args) => run(tools.python, args, env),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
