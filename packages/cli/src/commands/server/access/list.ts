import { routes } from "@latchkey/contract"
import { connect } from "../../../connection.ts"
import { findServer } from "../../../find-server.ts"
import { isForPeople, print, printHint, printJson, printNote } from "../../../io.ts"
import { timeWords } from "../../../key-words.ts"
import { optionWords, subjectWords } from "../../../server-words.ts"
import { table } from "../../../table.ts"

/** `latchkey server access list` */
export async function listAccesses(text: string, { json }: { readonly json?: boolean }): Promise<void> {
  const { client } = await connect()
  const { id, name } = await findServer(client, text)
  const accesses = await client.call(routes.listAccesses, { params: { id } })
  if (json) return printJson(accesses)
  if (accesses.items.length === 0 && isForPeople()) {
    printNote(`nobody has access to ${name} by Latchkey`)
    return printHint(`give it with: latchkey server access add ${name} USER --key KEY`)
  }
  const now = Date.now()
  print(
    table(
      ["USER", "FOR", "KEYS NOW", "OPTIONS", "BREAK-GLASS", "SINCE", "ID"],
      accesses.items.map((access) => [
        access.loginUser,
        subjectWords(access),
        String(access.opens),
        optionWords(access) || "none",
        access.breakGlass ? "yes" : "no",
        timeWords(access.createdAt, now),
        access.id,
      ]),
    ),
  )
}
