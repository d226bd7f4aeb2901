import { routes } from "@latchkey/contract"
import { toPrintable } from "@latchkey/engine"
import { connect } from "../../connection.ts"
import { findProject } from "../../find-project.ts"
import { print, printJson } from "../../io.ts"

/** `latchkey project rename` */
export async function renameProject(text: string, name: string, { json }: { readonly json?: boolean }): Promise<void> {
  const { client } = await connect()
  const before = await findProject(client, text)
  const project = await client.call(routes.renameProject, { params: { id: before.id }, body: { name } })
  if (json) return printJson(project)
  print(toPrintable(`${before.name} is now named ${project.name}`))
}
