import { routes } from "@latchkey/contract"
import { toPrintable } from "@latchkey/engine"
import { connect } from "../../connection.ts"
import { lastAnswerAt } from "../../daemon-clock.ts"
import { isMeant, requireAnswer } from "../../deed.ts"
import { findMember, findProject } from "../../find-project.ts"
import { print, printJson } from "../../io.ts"
import { closedWords } from "../../key-openings.ts"
import { printAccountRemovals } from "../../receipt.ts"

export interface RemoveOptions {
  readonly yes?: boolean
  /** False: do not wait until servers have taken it. */
  readonly wait?: boolean
  readonly json?: boolean
}

/** `latchkey project remove-member` */
export async function removeMember(text: string, handle: string, { yes, wait, json }: RemoveOptions): Promise<void> {
  requireAnswer(yes)
  const { client } = await connect()
  const project = await findProject(client, text)
  const member = await findMember(client, project, handle)
  const who = toPrintable(handle)
  const deed = {
    question: `Remove ${who} from ${toPrintable(project.name)}? Nothing of the project is open to ${who} from then on.`,
    deed: "Remove member",
    keep: "Keep the member",
    done: "removed",
  }
  const of = { accountId: member.account.id, projectId: project.id }
  const closed = yes ? "" : await closedWords(client, of)
  if (!(await isMeant(yes, () => closed, deed))) return
  const since = lastAnswerAt()
  await client.call(routes.removeMember, { params: { id: project.id, accountId: member.account.id } })
  if (json) return printJson({ id: member.account.id })
  print(toPrintable(`${handle} is no member of ${project.name} any more`))
  await printAccountRemovals(client, of, { since, waits: wait !== false })
}
