import { routes } from "@latchkey/contract"
import { connect } from "../../connection.ts"
import { findProject } from "../../find-project.ts"
import { isForPeople, print, printJson, printNote } from "../../io.ts"
import { timeWords } from "../../key-words.ts"
import { table } from "../../table.ts"

/** `latchkey project invitations` */
export async function listInvitations(text: string, { json }: { readonly json?: boolean }): Promise<void> {
  const { client } = await connect()
  const { id } = await findProject(client, text)
  const links = await client.call(routes.listProjectInvitations, { params: { id } })
  if (json) return printJson(links)
  if (links.items.length === 0 && isForPeople()) return printNote("there are no open invitations")
  const now = Date.now()
  print(
    table(
      ["ROLE", "CREATED", "EXPIRES", "ID"],
      links.items.map((link) => [link.role, timeWords(link.createdAt, now), timeWords(link.expiresAt, now), link.id]),
    ),
  )
}
