import { routes } from "@latchkey/contract"
import { CoreError } from "@latchkey/core"
import { toPrintable } from "@latchkey/engine"
import { connect } from "../../../connection.ts"
import { findServer } from "../../../find-server.ts"
import { print, printJson } from "../../../io.ts"
import { subjectWords } from "../../../server-words.ts"
import { findAccess } from "./find-access.ts"
import { requireSubject, type SubjectOptions } from "./subject.ts"

export interface UpdateOptions extends SubjectOptions {
  readonly breakGlass?: boolean
  readonly json?: boolean
}

/** `latchkey server access update` */
export async function updateAccess(text: string, loginUser: string, options: UpdateOptions): Promise<void> {
  const { breakGlass, json } = options
  requireSubject(options)
  if (breakGlass === undefined) {
    throw new CoreError("invalid", "nothing is to be changed", { hint: "add --break-glass or --no-break-glass" })
  }
  const { client } = await connect()
  const server = await findServer(client, text)
  const { id } = await findAccess(client, server, loginUser, options)
  const access = await client.call(routes.updateAccess, {
    params: { id: server.id, accessId: id },
    body: { breakGlass },
  })
  if (json) return printJson(access)
  const mark = breakGlass ? "opens in an emergency too" : "opens in an emergency no more"
  print(toPrintable(`${subjectWords(access)}: ${mark}, as ${loginUser} on ${server.name}`))
}
