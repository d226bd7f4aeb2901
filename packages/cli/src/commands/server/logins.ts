import { type LoginReport, type LoginReportPage, routes } from "@latchkey/contract"
import { maximumPageSize } from "@latchkey/core"
import { connect } from "../../connection.ts"
import { findServer } from "../../find-server.ts"
import { isForPeople, print, printJson, printNote } from "../../io.ts"
import { fingerprintWords, timeWords } from "../../key-words.ts"
import { loginWords } from "../../login-words.ts"
import { everyPage } from "../../pages.ts"
import { table } from "../../table.ts"

export interface LoginsOptions {
  readonly open?: boolean
  readonly refused?: boolean
  readonly search?: string
  readonly all?: boolean
  readonly json?: boolean
}

/** `latchkey server logins` */
export async function listLogins(text: string, { open, refused, search, all, json }: LoginsOptions): Promise<void> {
  const { client } = await connect()
  const { id, name } = await findServer(client, text)
  const filters = { search, kind: refused ? ("refusal" as const) : undefined, openOnly: open ? "true" : undefined }
  let leftOut = 0
  const read = async (cursor: string | undefined, limit?: number): Promise<LoginReportPage> => {
    const page = await client.call(routes.listServerLogins, { params: { id }, query: { ...filters, limit, cursor } })
    leftOut = page.leftOut
    return page
  }
  const page = all ? await everyPage((cursor) => read(cursor, maximumPageSize)) : await read(undefined)
  if (json) return printJson({ ...page, leftOut } satisfies LoginReportPage)
  if (page.items.length === 0 && isForPeople())
    return printNote(`no login to ${name} matches, or none was reported yet`)
  print(loginTable(page.items))
  const { length } = page.items
  if (length < page.total) printNote(`the newest ${length} of ${page.total}; --all lists them all`)
  if (leftOut > 0) printNote(`${leftOut} reports were too many at once to be kept`)
}

function loginTable(logins: readonly LoginReport[]): string {
  const now = Date.now()
  return table(
    ["WHEN", "USER", "FROM", "KEY", "OWNER", "FINGERPRINT", "STATE", "ID"],
    logins.map((login) => [
      timeWords(login.at, now),
      login.loginUser,
      login.address,
      login.key?.name ?? "",
      login.owner?.handle ?? "",
      fingerprintWords(login.fingerprint),
      loginWords(login, now),
      login.id,
    ]),
  )
}
