import { routes } from "@latchkey/contract"
import { toPrintable } from "@latchkey/engine"
import { connect } from "../../connection.ts"
import { lastAnswerAt } from "../../daemon-clock.ts"
import { isMeant, requireAnswer } from "../../deed.ts"
import { findProject } from "../../find-project.ts"
import { print, printJson } from "../../io.ts"
import { printAccountRemovals } from "../../receipt.ts"
import type { RemoveOptions } from "./remove-member.ts"

/** `latchkey project leave` */
export async function leaveProject(text: string, { yes, wait, json }: RemoveOptions): Promise<void> {
  requireAnswer(yes)
  const { client } = await connect()
  const { id, name } = await findProject(client, text)
  const question = `Leave ${toPrintable(name)}? Somebody has to invite you before you can come back.`
  if (!(await isMeant(yes, () => "", { question, deed: "Leave project", keep: "Stay", done: "left" }))) return
  const { account } = await client.call(routes.showAccount, {})
  const since = lastAnswerAt()
  await client.call(routes.leaveProject, { params: { id } })
  if (json) return printJson({ id })
  print(toPrintable(`you left ${name}`))
  await printAccountRemovals(client, { accountId: account.id, projectId: id }, { since, waits: wait !== false })
}
