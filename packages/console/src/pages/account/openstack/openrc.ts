import { quoteForShell } from "@latchkey/engine"
import type { CloudSettings } from "./cloud-settings.ts"

/** What another file of this kind may have left in the shell, and what would count for more than this one. */
const stale = [
  "OS_CLOUD",
  "OS_TOKEN",
  "OS_USERNAME",
  "OS_USER_ID",
  "OS_USER_DOMAIN_ID",
  "OS_USER_DOMAIN_NAME",
  "OS_PASSWORD",
  "OS_PROJECT_ID",
  "OS_PROJECT_NAME",
  "OS_PROJECT_DOMAIN_ID",
  "OS_PROJECT_DOMAIN_NAME",
  "OS_TENANT_ID",
  "OS_TENANT_NAME",
  "OS_APPLICATION_CREDENTIAL_ID",
  "OS_APPLICATION_CREDENTIAL_NAME",
  "OS_APPLICATION_CREDENTIAL_SECRET",
]

/** The settings as a file for bash and zsh that puts them into the environment; a password is asked for. */
export function openrc({ auth, ...settings }: CloudSettings): string {
  const lines = [
    "# For bash and zsh: `source openrc.sh`, then `openstack keypair list`.",
    ...(settings.auth_type === "v3applicationcredential"
      ? ["# It holds the secret of an API token: keep it readable for you alone."]
      : []),
    `unset ${stale.join(" ")}`,
    ...Object.entries({ ...auth, ...settings }).map(
      ([name, value]) => `export OS_${name.toUpperCase()}=${quoteForShell(value)}`,
    ),
    ...(settings.auth_type === "v3password" ? askingFor(auth.username ?? "") : []),
  ]
  return `${lines.join("\n")}\n`
}

const askingFor = (username: string) => [
  `printf %s ${quoteForShell(`Password of ${username}: `)} >&2`,
  "IFS= read -rs OS_PASSWORD",
  "echo >&2",
  "export OS_PASSWORD",
]
