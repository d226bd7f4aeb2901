import { routes } from "@latchkey/contract"
import { connect } from "../../connection.ts"
import { print, printHint, printJson } from "../../io.ts"

/** `latchkey bundle-key announce` */
export async function announceBundleKey({ json }: { readonly json?: boolean }): Promise<void> {
  const { client } = await connect()
  const key = await client.call(routes.announceBundleKey, {})
  if (json) return printJson(key)
  print(`servers are told to trust ${key.fingerprint} too`)
  printHint("with several daemons, copy host/bundle-key.next from the data folder of this one to those of the others")
  printHint(`once servers trust it (latchkey bundle-key list): latchkey bundle-key use ${key.fingerprint}`)
}
