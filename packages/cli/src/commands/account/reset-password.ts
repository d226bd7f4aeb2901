import { routes } from "@latchkey/contract"
import { connect } from "../../connection.ts"
import { findAccount } from "../../find-account.ts"
import { printLink } from "../../new-link.ts"

/** `latchkey account reset-password`: a link; the password itself is its owner's business. */
export async function resetPassword(handle: string, { json }: { readonly json?: boolean }): Promise<void> {
  const { client } = await connect()
  const account = await findAccount(client, handle)
  const link = await client.call(routes.offerPasswordReset, { params: { id: account.id } })
  printLink(link, `send this link to ${account.handle}, who chooses a new password with it`, json)
}
