import { routes } from "@latchkey/contract"
import { connect } from "../../connection.ts"
import { printLink } from "../../new-link.ts"

/** `latchkey account invite` */
export async function inviteAccount(handle: string, { json }: { readonly json?: boolean }): Promise<void> {
  const { client } = await connect()
  const link = await client.call(routes.inviteAccount, { body: { handle } })
  printLink(link, `send this link to whoever is to be "${handle}"`, json)
}
