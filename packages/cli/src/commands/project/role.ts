import { routes } from "@latchkey/contract"
import type { ProjectRole } from "@latchkey/core"
import { toPrintable } from "@latchkey/engine"
import { connect } from "../../connection.ts"
import { findMember, findProject } from "../../find-project.ts"
import { print, printJson } from "../../io.ts"

/** `latchkey project role` */
export async function changeMemberRole(
  text: string,
  handle: string,
  role: ProjectRole,
  { json }: { readonly json?: boolean },
): Promise<void> {
  const { client } = await connect()
  const project = await findProject(client, text)
  const { account } = await findMember(client, project, handle)
  const params = { id: project.id, accountId: account.id }
  const member = await client.call(routes.changeMemberRole, { params, body: { role } })
  if (json) return printJson(member)
  print(toPrintable(`${handle} is ${member.role} of ${project.name} now`))
}
