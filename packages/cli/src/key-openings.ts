import { ApiError, type Client, type KeyOpeningList, routes, type SshKey } from "@latchkey/contract"
import { toPrintable } from "@latchkey/engine"

/** What a key opens; undefined where the API token does not reach servers. @throws ApiError */
export async function openingsOf(
  client: Client,
  { id }: Pick<SshKey, "id">,
): Promise<KeyOpeningList["items"] | undefined> {
  try {
    return (await client.call(routes.listKeyOpenings, { params: { id } })).items
  } catch (error) {
    if (error instanceof ApiError && error.code === "forbidden") return undefined
    throw error
  }
}

/** Each key and each of its servers is asked for: of more than so many keys, the first. */
const mostKeys = 50

/** What keys open that are about to open nothing, a login user a line, with what nobody opens from then on. */
export async function closedWords(client: Client, keys: readonly SshKey[]): Promise<string> {
  const asked = keys.slice(0, mostKeys)
  const openings = (await Promise.all(asked.map((key) => openingsOf(client, key)))).flatMap((items) => items ?? [])
  const servers = new Map(openings.map(({ server }) => [server.id, server.name]))
  const closed = new Set(asked.map(({ id }) => id))
  const lines = [...servers].map(async ([id, name]) => {
    const { items } = await client.call(routes.listServerKeys, { params: { id } })
    const kept = new Set(items.filter(({ key }) => !closed.has(key.id)).map(({ loginUser }) => loginUser))
    const users = new Set(openings.filter(({ server }) => server.id === id).map(({ loginUser }) => loginUser))
    return [...users].map((user) => `${user} on ${name}${kept.has(user) ? "" : ", which no other key opens"}`)
  })
  const places = (await Promise.all(lines)).flat()
  const more = keys.length > asked.length ? [`and what the other ${keys.length - asked.length} open`] : []
  return places.length === 0
    ? ""
    : `\nclosed to them:\n${[...places, ...more].map((line) => `  ${toPrintable(line)}`).join("\n")}`
}
