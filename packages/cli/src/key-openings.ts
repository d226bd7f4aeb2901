import {
  ApiError,
  type Client,
  type Closings,
  type ClosingsRequest,
  type KeyOpeningList,
  routes,
  type SshKey,
} from "@latchkey/contract"
import { toPrintable } from "@latchkey/engine"

/** What a key opens; undefined where the API token does not reach servers. @throws ApiError */
export function openingsOf(client: Client, { id }: Pick<SshKey, "id">): Promise<KeyOpeningList["items"] | undefined> {
  return unlessForbidden(async () => (await client.call(routes.listKeyOpenings, { params: { id } })).items)
}

/**
 * What keys open that are about to open nothing, a login user a line, with what nobody opens from then on; "" for nothing, and where the API token does not reach servers.
 *
 * @throws ApiError
 */
export async function closedWords(client: Client, request: ClosingsRequest, heading?: string): Promise<string> {
  const closings = await unlessForbidden(() => client.call(routes.previewClosings, { body: request }))
  return closings === undefined ? "" : closingWords(closings, heading)
}

/** The same of what is known already. */
export function closingWords({ places, hiddenServers }: Closings, heading = "closed to them"): string {
  const lines = places.map(({ server, loginUser, isLastKey, losers }) => {
    const whom = losers.length > 1 ? ` to ${losers.map(({ handle }) => handle).join(", ")}` : ""
    return `${loginUser} on ${server.name}${whom}${isLastKey ? ", which no other key opens" : ""}`
  })
  if (hiddenServers > 0) lines.push(`${servers(hiddenServers)} that you may not see`)
  return lines.length === 0 ? "" : `\n${heading}:\n${lines.map((line) => `  ${toPrintable(line)}`).join("\n")}`
}

/** `1 server`, `42 servers` */
export function servers(count: number): string {
  return count === 1 ? "1 server" : `${count} servers`
}

/** Nothing where an API token does not reach servers. */
export async function unlessForbidden<Answer>(ask: () => Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof ApiError && error.code === "forbidden") return undefined
    throw error
  }
}
