import { routes } from "@latchkey/contract"
import { connect } from "../../../connection.ts"
import { findServer } from "../../../find-server.ts"
import { isForPeople, print, printJson, printNote } from "../../../io.ts"
import { fingerprintWords, typeWords } from "../../../key-words.ts"
import { foundWords } from "../../../server-words.ts"
import { table } from "../../../table.ts"

/** `latchkey server found list` */
export async function listFoundKeys(text: string, { json }: { readonly json?: boolean }): Promise<void> {
  const { client } = await connect()
  const { id, name } = await findServer(client, text)
  const found = await client.call(routes.listFoundKeys, { params: { id } })
  if (json) return printJson(found)
  if (found.items.length === 0 && isForPeople()) {
    return printNote(found.reportedAt === null ? `${name} has not said yet what it found` : `${name} found no keys`)
  }
  print(
    table(
      ["USER", "TYPE", "FINGERPRINT", "COMMENT", "OPTIONS", "HOLDER", "STATE", "ID"],
      found.items.map((item) => [
        item.loginUser,
        typeWords(item),
        fingerprintWords(item.fingerprint),
        item.comment,
        item.options || "none",
        item.holder?.handle ?? "",
        foundWords(item),
        item.id,
      ]),
    ),
  )
}
