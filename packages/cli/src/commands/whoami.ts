import { routes, type WhoAmI } from "@latchkey/contract"
import { toPrintable } from "@latchkey/engine"
import { connect } from "../connection.ts"
import { print, printJson } from "../io.ts"

/** `latchkey whoami` */
export async function whoAmI({ json }: { readonly json?: boolean }): Promise<void> {
  const { client, url } = await connect()
  const answer = await client.call(routes.showAccount, {})
  if (json) return printJson(answer)
  print(identityText(answer, url))
}

/** `bob (Bob Example, bob@mail.example) at https://keys.example, for keys:read` */
export function identityText({ account, scopes }: WhoAmI, url: string): string {
  const { handle, displayName } = account
  const address = account.kind === "person" ? account.email : "a robot"
  return toPrintable(`${handle} (${displayName}, ${address}) at ${url}, with ${scopes.join(", ")}`)
}
