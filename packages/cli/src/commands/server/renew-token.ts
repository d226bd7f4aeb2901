import { routes } from "@latchkey/contract"
import { toPrintable } from "@latchkey/engine"
import { connect } from "../../connection.ts"
import { findServer } from "../../find-server.ts"
import { print, printHint, printJson } from "../../io.ts"

/** `latchkey server renew-token` */
export async function renewToken(text: string, { json }: { readonly json?: boolean }): Promise<void> {
  const { client } = await connect()
  const { id, name } = await findServer(client, text)
  await client.call(routes.renewServerToken, { params: { id } })
  if (json) return printJson({ id })
  print(toPrintable(`${name} is told to get a new token`))
  printHint("the one it has ends when it first uses the new one, mostly within seconds")
}
