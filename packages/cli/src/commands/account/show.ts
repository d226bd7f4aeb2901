import { connect } from "../../connection.ts"
import { findAccount } from "../../find-account.ts"
import { print, printJson } from "../../io.ts"
import { timeWords } from "../../key-words.ts"
import { fieldList } from "../../table.ts"
import { accountStatusWords, roleWords } from "./list.ts"

/** `latchkey account show` */
export async function showAccount(handle: string, { json }: { readonly json?: boolean }): Promise<void> {
  const { client } = await connect()
  const account = await findAccount(client, handle)
  if (json) return printJson(account)
  const now = Date.now()
  print(
    fieldList([
      ["handle", account.handle],
      ["name", account.displayName],
      ...(account.kind === "person"
        ? [["e-mail", account.email] as const, ["publishes keys", account.publishesKeys ? "yes" : "no"] as const]
        : [["project", account.projectId] as const]),
      ["role", roleWords(account)],
      ["key quota", String(account.keyQuota)],
      ["created", timeWords(account.createdAt, now)],
      ["status", accountStatusWords(account, now)],
      ["id", account.id],
    ]),
  )
}
