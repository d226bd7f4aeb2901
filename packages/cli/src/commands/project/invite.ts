import { routes } from "@latchkey/contract"
import { CoreError, type ProjectRole, projectRoles } from "@latchkey/core"
import { connect } from "../../connection.ts"
import { findProject } from "../../find-project.ts"
import { printLink } from "../../new-link.ts"

export interface InviteOptions {
  readonly role: string
  readonly json?: boolean
}

/** `latchkey project invite` */
export async function inviteToProject(text: string, { role: wanted, json }: InviteOptions): Promise<void> {
  const role = parseRole(wanted)
  const { client } = await connect()
  const { id, name } = await findProject(client, text)
  const link = await client.call(routes.inviteToProject, { params: { id }, body: { role } })
  printLink(link, `send this link to whoever is to be ${role} of ${name}`, json)
}

/** @throws CoreError `invalid` */
export function parseRole(text: string): ProjectRole {
  const role = projectRoles.find((known) => known === text)
  if (role !== undefined) return role
  throw new CoreError("invalid", `"${text}" is not a role`, { hint: `roles are ${projectRoles.join(", ")}` })
}
