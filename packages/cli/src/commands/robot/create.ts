import { routes } from "@latchkey/contract"
import { toPrintable } from "@latchkey/engine"
import { connect } from "../../connection.ts"
import { findProject } from "../../find-project.ts"
import { print, printHint, printJson } from "../../io.ts"

export interface CreateOptions {
  readonly name?: string
  readonly json?: boolean
}

/** `latchkey robot create` */
export async function createRobot(text: string, handle: string, { name, json }: CreateOptions): Promise<void> {
  const { client } = await connect()
  const project = await findProject(client, text)
  const body = { handle, displayName: name ?? handle }
  const robot = await client.call(routes.createRobot, { params: { id: project.id }, body })
  if (json) return printJson(robot)
  print(toPrintable(`${robot.handle} is a robot of ${project.name} now`))
  printHint(`give it a key with: latchkey key add FILE --robot ${robot.handle}`)
}
