import { routes } from "@latchkey/contract"
import { toPrintable } from "@latchkey/engine"
import { connect } from "../../../connection.ts"
import { isMeant, requireAnswer } from "../../../deed.ts"
import { findServer } from "../../../find-server.ts"
import { print, printJson } from "../../../io.ts"
import { subjectWords } from "../../../server-words.ts"
import { findAccess } from "./find-access.ts"
import { requireSubject, type SubjectOptions } from "./subject.ts"

export interface RemoveOptions extends SubjectOptions {
  readonly yes?: boolean
  readonly json?: boolean
}

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
  await client.call(routes.removeAccess, { params: { id, accessId: access.id } })
  if (json) return printJson({ id: access.id })
  print(toPrintable(`${words}: no access to ${loginUser} on ${name} any more`))
}
