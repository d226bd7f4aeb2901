import { routes } from "@latchkey/contract"
import { connect } from "../../connection.ts"
import { print, printJson } from "../../io.ts"
import { timeWords } from "../../key-words.ts"
import { table } from "../../table.ts"

/** `latchkey project list` */
export async function listProjects({ json }: { readonly json?: boolean }): Promise<void> {
  const { client } = await connect()
  const projects = await client.call(routes.listProjects, {})
  if (json) return printJson(projects)
  const now = Date.now()
  print(
    table(
      ["NAME", "KIND", "YOUR ROLE", "CREATED", "ID"],
      projects.items.map(({ name, kind, role, createdAt, id }) => [name, kind, role, timeWords(createdAt, now), id]),
    ),
  )
}
