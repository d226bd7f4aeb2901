import { routes } from "@latchkey/contract"
import { connect } from "../../connection.ts"
import { findProject } from "../../find-project.ts"
import { print, printJson } from "../../io.ts"

/** `latchkey project revoke` */
export async function revokeInvitation(
  text: string,
  linkId: string,
  { json }: { readonly json?: boolean },
): Promise<void> {
  const { client } = await connect()
  const { id } = await findProject(client, text)
  await client.call(routes.revokeProjectInvitation, { params: { id, linkId } })
  if (json) return printJson({ id: linkId })
  print("the invitation is taken back")
}
