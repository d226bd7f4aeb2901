import { routes } from "@latchkey/contract"
import { connect } from "../../connection.ts"
import { isForPeople, print, printJson, printNote } from "../../io.ts"
import { timeWords } from "../../key-words.ts"
import { table } from "../../table.ts"

/** `latchkey account links` */
export async function listLinks({ json }: { readonly json?: boolean }): Promise<void> {
  const { client } = await connect()
  const links = await client.call(routes.listLinks, {})
  if (json) return printJson(links)
  if (links.items.length === 0 && isForPeople()) return printNote("there are no open links")
  const now = Date.now()
  print(
    table(
      ["HANDLE", "FOR", "MADE BY", "CREATED", "EXPIRES", "ID"],
      links.items.map((link) => [
        link.handle,
        link.kind === "invitation" ? "joining" : "a new password",
        link.createdBy,
        timeWords(link.createdAt, now),
        timeWords(link.expiresAt, now),
        link.id,
      ]),
    ),
  )
}
