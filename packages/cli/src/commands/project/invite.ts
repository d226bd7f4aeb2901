import { routes } from "@latchkey/contract"
import type { ProjectRole } from "@latchkey/core"
import { connect } from "../../connection.ts"
import { findProject } from "../../find-project.ts"
import { printLink } from "../../new-link.ts"

export interface InviteOptions {
  readonly role: ProjectRole
  readonly json?: boolean
}

/** `latchkey project invite` */
export async function inviteToProject(text: string, { role, json }: InviteOptions): Promise<void> {
  const { client } = await connect()
  const { id, name } = await findProject(client, text)
  const link = await client.call(routes.inviteToProject, { params: { id }, body: { role } })
  printLink(link, `send this link to whoever is to be ${role} of ${name}`, json)
}
