import { type Account, type AccountPage, routes } from "@latchkey/contract"
import { maximumPageSize } from "@latchkey/core"
import { connect } from "../../connection.ts"
import { isForPeople, print, printJson, printNote } from "../../io.ts"
import { timeWords } from "../../key-words.ts"
import { everyPage } from "../../pages.ts"
import { table } from "../../table.ts"

export interface ListOptions {
  readonly search?: string
  readonly kind?: "person" | "robot"
  readonly json?: boolean
}

/** `latchkey account list`: all pages as one. */
export async function listAccounts({ search, kind, json }: ListOptions): Promise<void> {
  const { client } = await connect()
  const query = { search, kind, limit: maximumPageSize }
  const page = await everyPage((cursor) => client.call(routes.listAccounts, { query: { ...query, cursor } }))
  if (json) return printJson(page satisfies AccountPage)
  if (page.items.length === 0 && isForPeople()) return printNote("no account matches")
  const now = Date.now()
  print(
    table(
      ["HANDLE", "NAME", "E-MAIL", "ROLE", "CREATED", "STATUS"],
      page.items.map((account) => [
        account.handle,
        account.displayName,
        account.kind === "person" ? account.email : "",
        roleWords(account),
        timeWords(account.createdAt, now),
        accountStatusWords(account, now),
      ]),
    ),
  )
}

/** `admin`, `member` or `robot` */
export function roleWords(account: Account): string {
  return account.kind === "person" ? account.role : "robot"
}

/** `active`, or since when it is disabled */
export function accountStatusWords({ disabledAt }: Pick<Account, "disabledAt">, now: number): string {
  return disabledAt === null ? "active" : `disabled since ${timeWords(disabledAt, now)}`
}
