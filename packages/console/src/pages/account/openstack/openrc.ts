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
  "OS_DOMAIN_ID",
  "OS_DOMAIN_NAME",
  "OS_SYSTEM_SCOPE",
  "OS_TRUST_ID",
  "OS_TENANT_ID",
  "OS_TENANT_NAME",
  "OS_APPLICATION_CREDENTIAL_ID",
  "OS_APPLICATION_CREDENTIAL_NAME",
  "OS_APPLICATION_CREDENTIAL_SECRET",
]

/** The settings as a file that puts them into the environment of a shell; a password is asked for. */
export function openrc({ auth, ...settings }: CloudSettings): string {
  const lines = [
    "# Read this into a shell with `. ./openrc.sh`, then `openstack keypair list`.",
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
  // What is typed is hidden: not every shell's own command can do that.
  `if [ -n "\${BASH_VERSION-}\${ZSH_VERSION-}" ]; then IFS= read -rs OS_PASSWORD`,
  "elif [ -t 0 ]; then stty -echo; IFS= read -r OS_PASSWORD; stty echo",
  "else IFS= read -r OS_PASSWORD; fi",
  "echo >&2",
  "export OS_PASSWORD",
]
