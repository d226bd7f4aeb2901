import { type Client, type Robot, routes } from "@latchkey/contract"
import { toPrintable } from "@latchkey/engine"
import { connect } from "../../connection.ts"
import { isMeant, requireAnswer } from "../../deed.ts"
import { findRobot } from "../../find-project.ts"
import { print, printJson } from "../../io.ts"
import { keyTable } from "../key/list.ts"

interface RobotOptions {
  readonly yes?: boolean
  readonly json?: boolean
}

const inProject = ({ id, projectId }: Robot) => ({ params: { id: projectId, accountId: id } })

/** `latchkey robot disable`: shows first what it closes. */
export async function disableRobot(handle: string, { yes, json }: RobotOptions): Promise<void> {
  requireAnswer(yes)
  const { client } = await connect()
  const robot = await findRobot(client, handle)
  const question = `Disable ${toPrintable(handle)}? Its keys and API tokens open nothing from then on.`
  if (
    !(await isMeant(yes, await closes(client, robot), {
      question,
      deed: "Disable robot",
      keep: "Keep it enabled",
      done: "disabled",
    }))
  )
    return
  const disabled = await client.call(routes.disableRobot, inProject(robot))
  if (json) return printJson(disabled)
  print(toPrintable(`${handle} is disabled: its keys and API tokens open nothing`))
}

/** `latchkey robot enable` */
export async function enableRobot(handle: string, { json }: RobotOptions): Promise<void> {
  const { client } = await connect()
  const robot = await client.call(routes.enableRobot, inProject(await findRobot(client, handle)))
  if (json) return printJson(robot)
  print(toPrintable(`${handle} is enabled: its keys and API tokens work again`))
}

/** `latchkey robot delete`: shows first what it closes. */
export async function deleteRobot(handle: string, { yes, json }: RobotOptions): Promise<void> {
  requireAnswer(yes)
  const { client } = await connect()
  const robot = await findRobot(client, handle)
  const question = `Delete ${toPrintable(handle)}, with its keys and API tokens?`
  if (
    !(await isMeant(yes, await closes(client, robot), {
      question,
      deed: "Delete robot",
      keep: "Keep the robot",
      done: "deleted",
    }))
  )
    return
  await client.call(routes.deleteRobot, inProject(robot))
  if (json) return printJson({ id: robot.id })
  print(toPrintable(`${handle} is deleted, with its keys and API tokens`))
}

async function closes(client: Client, { id }: Robot): Promise<() => string> {
  const { items, total } = await client.call(routes.listKeys, { query: { account: id } })
  return () =>
    total === 0 ? "" : `${keyTable(items)}${total > items.length ? `\nand ${total - items.length} more` : ""}`
}
