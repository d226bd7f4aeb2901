import { routes } from "@latchkey/contract"
import { toPrintable } from "@latchkey/engine"
import { connect } from "../../connection.ts"
import { isMeant, requireAnswer } from "../../deed.ts"
import { findProject } from "../../find-project.ts"
import { print, printJson } from "../../io.ts"
import type { RemoveOptions } from "./remove-member.ts"

/** `latchkey project delete` */
export async function deleteProject(text: string, { yes, json }: RemoveOptions): Promise<void> {
  requireAnswer(yes)
  const { client } = await connect()
  const { id, name } = await findProject(client, text)
  const question = `Delete ${toPrintable(name)}? Its members lose it.`
  if (!(await isMeant(yes, () => "", { question, deed: "Delete project", keep: "Keep the project", done: "deleted" })))
    return
  await client.call(routes.deleteProject, { params: { id } })
  if (json) return printJson({ id })
  print(toPrintable(`${name} is deleted`))
}
