import { type Account, type Client, routes } from "@latchkey/contract"
import { CoreError, type Role } from "@latchkey/core"
import { toPrintable } from "@latchkey/engine"
import { connect } from "../../connection.ts"
import { findAccount } from "../../find-account.ts"
import { print, printJson } from "../../io.ts"

interface ManageOptions {
  readonly json?: boolean
}

/** `latchkey account role` */
export function setRole(handle: string, role: Role, options: ManageOptions): Promise<void> {
  const words = `is ${role === "admin" ? "an admin" : "a member"} now`
  return manage(handle, options, words, (client, { id, revision }) =>
    client.call(routes.manageAccount, { params: { id }, body: { role, revision } }),
  )
}

/** `latchkey account quota` */
export function setKeyQuota(handle: string, text: string, options: ManageOptions): Promise<void> {
  if (!/^\d{1,9}$/.test(text)) {
    throw new CoreError("invalid", `"${text}" is not a number of keys`, { hint: "write a whole number, as 500" })
  }
  const keyQuota = Number(text)
  return manage(handle, options, `may hold ${keyQuota} SSH keys now`, (client, { id, revision }) =>
    client.call(routes.manageAccount, { params: { id }, body: { keyQuota, revision } }),
  )
}

/** `latchkey account enable` */
export function enableAccount(handle: string, options: ManageOptions): Promise<void> {
  return manage(handle, options, "is enabled: its keys and API tokens work again", (client, { id }) =>
    client.call(routes.enableAccount, { params: { id } }),
  )
}

async function manage(
  handle: string,
  { json }: ManageOptions,
  words: string,
  change: (client: Client, account: Account) => Promise<Account>,
): Promise<void> {
  const { client } = await connect()
  const account = await change(client, await findAccount(client, handle))
  if (json) return printJson(account)
  print(toPrintable(`${account.handle} ${words}`))
}
