import type { NewToken, Project } from "@latchkey/contract"
import type { TokenScope } from "@latchkey/core"

/** What a client of OpenStack has to know of this installation and of whoever signs in, by the names of openstacksdk. */
export type CloudSettings = {
  readonly auth_type: "v3applicationcredential" | "v3password"
  readonly auth: Readonly<Record<string, string>>
  readonly region_name: string
  readonly interface: string
  readonly identity_api_version: string
  readonly compute_api_version: string
}

/** What a token needs for all that OpenStack's clients do with key pairs. */
export const openstackTokenScopes = ["keys:read", "keys:write"] as const satisfies readonly TokenScope[]

/** By this name a client finds the settings in clouds.yaml. */
export const cloudName = "latchkey"

const authUrl = (publicUrl: string) => ({ auth_url: `${publicUrl}/openstack/identity/v3` })

/** The daemon has one region, and its endpoints are the same for everyone. */
const common = {
  region_name: "RegionOne",
  interface: "public",
  identity_api_version: "3",
  compute_api_version: "2",
}

/**
 * For a token that was just made: an application credential, as OpenStack calls it, which has its project already.
 *
 * @param publicUrl where the daemon is, for those outside
 */
export function tokenSettings(publicUrl: string, { token, secret }: NewToken): CloudSettings {
  return {
    auth_type: "v3applicationcredential",
    auth: { ...authUrl(publicUrl), application_credential_id: token.id, application_credential_secret: secret },
    ...common,
  }
}

/**
 * For signing in with a password, which is not in it.
 *
 * @param publicUrl where the daemon is, for those outside
 * @param projects all that the person is in: a name that two of them have says neither, unless one is the personal one
 */
export function passwordSettings(
  publicUrl: string,
  handle: string,
  project: Project,
  projects: readonly Project[],
): CloudSettings {
  const namesakes = projects.filter(({ name }) => name === project.name)
  const isNamed = project.kind === "personal" || namesakes.length === 1
  return {
    auth_type: "v3password",
    auth: {
      ...authUrl(publicUrl),
      username: handle,
      user_domain_name: "Default",
      ...(isNamed ? { project_name: project.name, project_domain_name: "Default" } : { project_id: project.id }),
    },
    ...common,
  }
}
