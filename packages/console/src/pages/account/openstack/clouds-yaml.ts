import { type CloudSettings, cloudName } from "./cloud-settings.ts"

/** The settings as the file clouds.yaml, which openstacksdk and all that is built on it read. */
export function cloudsYaml({ auth, ...settings }: CloudSettings): string {
  const lines = [
    "# Save this as ~/.config/openstack/clouds.yaml, readable for you alone. Then:",
    `#   openstack --os-cloud ${cloudName} keypair list`,
    ...noteOf(settings.auth_type),
    "clouds:",
    `  ${cloudName}:`,
    "    auth:",
    ...Object.entries(auth).map(([name, value]) => `      ${name}: ${quoted(value)}`),
    ...Object.entries(settings).map(([name, value]) => `    ${name}: ${quoted(value)}`),
  ]
  return `${lines.join("\n")}\n`
}

function noteOf(authType: CloudSettings["auth_type"]): readonly string[] {
  if (authType === "v3applicationcredential") return ["# It holds the secret of an API token."]
  return [
    "# The openstack command asks for the password. Other tools do not: give it to them as `password`, below `auth` in",
    `# a file secure.yaml beside this one, in the same places (clouds, ${cloudName}, auth).`,
  ]
}

/**
 * A double-quoted scalar, which JSON's strings are (YAML 1.2, section 1.3). Readers of YAML 1.1 take some characters for
 * the end of a line, or for none of a text: those are written as escapes.
 */
function quoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\u00a0\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  )
}
