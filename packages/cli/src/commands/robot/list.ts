import { routes } from "@latchkey/contract"
import { connect } from "../../connection.ts"
import { findProject } from "../../find-project.ts"
import { isForPeople, print, printHint, printJson, printNote } from "../../io.ts"
import { timeWords } from "../../key-words.ts"
import { table } from "../../table.ts"
import { accountStatusWords } from "../account/list.ts"

/** `latchkey robot list` */
export async function listRobots(text: string, { json }: { readonly json?: boolean }): Promise<void> {
  const { client } = await connect()
  const { id, name } = await findProject(client, text)
  const robots = await client.call(routes.listRobots, { params: { id } })
  if (json) return printJson(robots)
  if (robots.items.length === 0 && isForPeople()) {
    printNote(`${name} has no robots yet`)
    return printHint("create one with: latchkey robot create PROJECT HANDLE")
  }
  const now = Date.now()
  print(
    table(
      ["HANDLE", "NAME", "KEYS", "CREATED", "STATUS"],
      robots.items.map((robot) => [
        robot.handle,
        robot.displayName,
        String(robot.keyCount),
        timeWords(robot.createdAt, now),
        accountStatusWords(robot, now),
      ]),
    ),
  )
}
