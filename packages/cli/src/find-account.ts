import { type Account, type Client, routes } from "@latchkey/contract"
import { CoreError, isIdText } from "@latchkey/core"

/**
 * The account that an administrator means: by its exact handle, else its id.
 *
 * @throws CoreError `not_found`
 * @throws ApiError
 */
export async function findAccount(client: Client, text: string): Promise<Account> {
  if (isIdText(text)) return client.call(routes.showOtherAccount, { params: { id: text } })
  const { items } = text === "" ? { items: [] } : await client.call(routes.listAccounts, { query: { search: text } })
  const account = items.find(({ handle }) => handle === text)
  if (account !== undefined) return account
  throw new CoreError("not_found", `there is no account with the handle "${text}"`, {
    hint: "list them with: latchkey account list",
  })
}
