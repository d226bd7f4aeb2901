import { type Client, type GrantableKeyPage, routes } from "@latchkey/contract"
import { CoreError, isIdText, maximumPageSize } from "@latchkey/core"
import { everyPage } from "./pages.ts"

type Grantable = GrantableKeyPage["items"][number]

/**
 * The id of the key that a person means among those of a project's members and robots: by its exact name, its SHA256
 * fingerprint or its id. Of several with the name, one's own.
 *
 * @throws CoreError `not_found`, `conflict`
 * @throws ApiError
 */
export async function findGrantableKey(client: Client, project: string, text: string): Promise<string> {
  if (isIdText(text)) return text
  const name = text.normalize("NFC")
  const found = name === "" ? [] : await search(client, project, name)
  const named = found.filter(({ key }) => key.name === name || key.fingerprint === text)
  const choice = named.length > 1 ? await ownAmong(client, named) : named
  const [one] = choice
  if (choice.length === 1 && one !== undefined) return one.key.id
  if (choice.length === 0) {
    throw new CoreError("not_found", `neither a member nor a robot of the project has an SSH key named "${text}"`, {
      hint: "their names stand on the Keys page, and in: latchkey key list",
    })
  }
  const places = choice.map(({ key, owner }) => `${key.fingerprint} (${owner.handle})`)
  throw new CoreError("conflict", `several in the project have an SSH key named "${text}"`, {
    hint: `name it by its fingerprint: ${places.join(" or ")}`,
  })
}

/** All of them where none is one's own. */
async function ownAmong(client: Client, keys: readonly Grantable[]): Promise<readonly Grantable[]> {
  const { account } = await client.call(routes.showAccount, {})
  const own = keys.filter(({ owner }) => owner.id === account.id)
  return own.length > 0 ? own : keys
}

async function search(client: Client, id: string, text: string): Promise<readonly Grantable[]> {
  const query = { search: text, limit: maximumPageSize }
  const page = await everyPage((cursor) =>
    client.call(routes.listGrantableKeys, { params: { id }, query: { ...query, cursor } }),
  )
  return page.items
}
