import { type Client, type Project, routes, type Server } from "@latchkey/contract"
import { CoreError, isIdText } from "@latchkey/core"

/** A server, and the name of its project. */
export interface ListedServer {
  readonly server: Server
  readonly project: string
}

/** The servers of all projects that one is in, or of one of them. */
export async function listedServers(client: Client, only?: Project): Promise<readonly ListedServer[]> {
  const projects = only === undefined ? (await client.call(routes.listProjects, {})).items : [only]
  const lists = projects.map(async ({ id, name }) => {
    const { items } = await client.call(routes.listServers, { params: { id } })
    return items.map((server) => ({ server, project: name }))
  })
  return (await Promise.all(lists)).flat()
}

/**
 * The server that a person means: by its name, without regard to case, else its id.
 *
 * @param only the project it is in; absent: any
 * @throws CoreError `not_found`, `conflict` when several have the name
 * @throws ApiError
 */
export async function findServer(client: Client, text: string, only?: Project): Promise<Server> {
  if (isIdText(text)) return client.call(routes.showServer, { params: { id: text } })
  const named = (await listedServers(client, only)).filter(
    ({ server }) => server.name.toLowerCase() === text.toLowerCase(),
  )
  if (named.length > 1) {
    throw new CoreError("conflict", `your projects have ${named.length} servers named "${text}"`, {
      hint: `name it by its id: ${named.map(({ server, project }) => `${server.id} (in ${project})`).join(" or ")}`,
    })
  }
  const [found] = named
  if (found !== undefined) return found.server
  throw new CoreError("not_found", `there is no server named "${text}" in your projects`, {
    hint: "list them with: latchkey server list",
  })
}
