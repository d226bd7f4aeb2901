import { routes } from "@latchkey/contract"
import { connect } from "../../connection.ts"
import { findProject } from "../../find-project.ts"
import { print, printJson } from "../../io.ts"
import { timeWords } from "../../key-words.ts"
import { table } from "../../table.ts"
import { accountStatusWords } from "../account/list.ts"

/** `latchkey project members` */
export async function listMembers(text: string, { json }: { readonly json?: boolean }): Promise<void> {
  const { client } = await connect()
  const { id } = await findProject(client, text)
  const members = await client.call(routes.listMembers, { params: { id } })
  if (json) return printJson(members)
  const now = Date.now()
  print(
    table(
      ["HANDLE", "NAME", "ROLE", "SINCE", "STATUS"],
      members.items.map(({ account, role, since }) => [
        account.handle,
        account.displayName,
        role,
        timeWords(since, now),
        accountStatusWords(account, now),
      ]),
    ),
  )
}
