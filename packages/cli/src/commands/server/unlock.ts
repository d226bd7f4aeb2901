import { routes } from "@latchkey/contract"
import { toPrintable } from "@latchkey/engine"
import { connect } from "../../connection.ts"
import { findGrantableKey } from "../../find-grantable-key.ts"
import { findServer } from "../../find-server.ts"
import { print, printHint, printJson, printNote } from "../../io.ts"
import { timeWords } from "../../key-words.ts"

export interface UnlockOptions {
  readonly key: string
  readonly json?: boolean
}

/** `latchkey server unlock`: what is to be typed goes to stdout. */
export async function unlockServer(text: string, loginUser: string, { key, json }: UnlockOptions): Promise<void> {
  const { client } = await connect()
  const { id, name, projectId } = await findServer(client, text)
  const keyId = await findGrantableKey(client, projectId, key)
  const offer = await client.call(routes.offerUnlock, { params: { id }, body: { loginUser, keyId } })
  if (json) return printJson(offer)
  const expiry = timeWords(offer.expiresAt, Date.now())
  printNote(toPrintable(`type this on ${name} itself, as root; it works once, and expires ${expiry}`))
  print(toPrintable(`latchkey-unlock ${offer.letters}`))
  printHint("the letters are on the same keys of English, French and German keyboards")
}
