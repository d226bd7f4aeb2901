import { type Client, routes } from "@latchkey/contract"
import { toPrintable } from "@latchkey/engine"
import { connect } from "../../../connection.ts"
import { lastAnswerAt } from "../../../daemon-clock.ts"
import { isMeant, requireAnswer } from "../../../deed.ts"
import { findServer } from "../../../find-server.ts"
import { print, printJson } from "../../../io.ts"
import { printRemovalsFrom } from "../../../receipt.ts"
import { subjectWords } from "../../../server-words.ts"
import { findAccess } from "./find-access.ts"
import { requireSubject, type SubjectOptions } from "./subject.ts"

export interface RemoveOptions extends SubjectOptions {
  readonly yes?: boolean
  /** False: do not wait until the server has taken it. */
  readonly wait?: boolean
  readonly json?: boolean
}

/** Of so many keys it is asked whether the server has them no more: they go from it together. */
const mostReceipts = 20

/** `latchkey server access remove` */
export async function removeAccess(text: string, loginUser: string, options: RemoveOptions): Promise<void> {
  const { yes, json } = options
  requireSubject(options)
  requireAnswer(yes)
  const { client } = await connect()
  const server = await findServer(client, text)
  const { id, name } = server
  const access = await findAccess(client, server, loginUser, options)
  const words = subjectWords(access)
  const deed = {
    question: toPrintable(`Remove the access of ${words} to ${loginUser} on ${name}?`),
    deed: "Remove access",
    keep: "Keep the access",
    done: "removed",
  }
  if (!(await isMeant(yes, () => "", deed))) return
  const opened = await keysIn(client, id, loginUser)
  const since = lastAnswerAt()
  await client.call(routes.removeAccess, { params: { id, accessId: access.id } })
  if (json) return printJson({ id: access.id })
  print(toPrintable(`${words}: no access to ${loginUser} on ${name} any more`))
  const left = new Set(await keysIn(client, id, loginUser))
  const gone = opened.filter((key) => !left.has(key)).slice(0, mostReceipts)
  await printRemovalsFrom(client, gone, { serverId: id, loginUser }, { since, waits: options.wait !== false })
}

/** The keys that open a login user. */
async function keysIn(client: Client, id: string, loginUser: string): Promise<readonly string[]> {
  const { items } = await client.call(routes.listServerKeys, { params: { id } })
  return items.filter((item) => item.loginUser === loginUser).map(({ key }) => key.id)
}
