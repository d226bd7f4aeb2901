import { routes } from "@latchkey/contract"
import { toPrintable } from "@latchkey/engine"
import { connect } from "../../connection.ts"
import { print, printJson } from "../../io.ts"

/** `latchkey project create` */
export async function createProject(name: string, { json }: { readonly json?: boolean }): Promise<void> {
  const { client } = await connect()
  const project = await client.call(routes.createProject, { body: { name } })
  if (json) return printJson(project)
  print(toPrintable(`${project.name} is created, and you are its owner`))
}
