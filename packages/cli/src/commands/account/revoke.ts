import { routes } from "@latchkey/contract"
import { CoreError } from "@latchkey/core"
import { toPrintable } from "@latchkey/engine"
import { connect } from "../../connection.ts"
import { print, printJson } from "../../io.ts"

/** `latchkey account revoke`: every open link for a handle, or the one with this id. */
export async function revokeLinks(text: string, { json }: { readonly json?: boolean }): Promise<void> {
  const { client } = await connect()
  const { items } = await client.call(routes.listLinks, {})
  const meant = items.filter(({ handle, id }) => handle === text || id === text)
  if (meant.length === 0) {
    throw new CoreError("not_found", `there is no open link for "${text}"`, {
      hint: "list them with: latchkey account links",
    })
  }
  for (const { id } of meant) await client.call(routes.revokeLink, { params: { id } })
  if (json) return printJson({ items: meant })
  print(toPrintable(`${text}: ${meant.length === 1 ? "1 link is" : `${meant.length} links are`} taken back`))
}
