import { type KeyLoginReport, type KeyLoginReportPage, routes } from "@latchkey/contract"
import { maximumPageSize } from "@latchkey/core"
import { connect } from "../../connection.ts"
import { findKey } from "../../find-key.ts"
import { isForPeople, print, printJson, printNote } from "../../io.ts"
import { timeWords } from "../../key-words.ts"
import { loginWords } from "../../login-words.ts"
import { everyPage } from "../../pages.ts"
import { table } from "../../table.ts"
import type { ChangeOptions } from "./change.ts"

export interface LoginsOptions extends ChangeOptions {
  readonly all?: boolean
}

/** `latchkey key logins` */
export async function listKeyLogins(text: string, { robot, all, json }: LoginsOptions): Promise<void> {
  const { client } = await connect()
  const { id, name } = await findKey(client, text, robot)
  const read = (cursor: string | undefined, limit?: number): Promise<KeyLoginReportPage> =>
    client.call(routes.listKeyLogins, { params: { id }, query: { limit, cursor } })
  const page = all ? await everyPage((cursor) => read(cursor, maximumPageSize)) : await read(undefined)
  if (json) return printJson(page satisfies KeyLoginReportPage)
  if (page.items.length === 0 && isForPeople()) return printNote(`no server has reported a login with ${name}`)
  print(loginTable(page.items))
  const { length } = page.items
  if (length < page.total) printNote(`the newest ${length} of ${page.total}; --all lists them all`)
}

function loginTable(logins: readonly KeyLoginReport[]): string {
  const now = Date.now()
  return table(
    ["WHEN", "SERVER", "USER", "FROM", "STATE"],
    logins.map((login) => [
      timeWords(login.at, now),
      login.server.name,
      login.loginUser,
      login.address,
      loginWords(login, now),
    ]),
  )
}
