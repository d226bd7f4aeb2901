import type { Server } from "@latchkey/contract"
import { useQueries, useQuery } from "@tanstack/react-query"
import { projectsQuery } from "../../../chosen-project.ts"
import { serversQuery } from "../../../servers.ts"
import { rightsIn } from "../../projects/use-project.ts"

/** A server, and what tells it from those of other projects. */
export type OwnServer = { readonly server: Server; readonly projectName: string }

/**
 * The servers to which one may give access, by project and name; `undefined` until they are known.
 *
 * @param within an id: only those of this project
 */
export function useOwnServers(within: string | undefined): readonly OwnServer[] | undefined {
  const { data } = useQuery(projectsQuery)
  const projects = (data?.items ?? []).filter(
    (project) => rightsIn(project).mayChange && (within === undefined || project.id === within),
  )
  const lists = useQueries({ queries: projects.map(({ id }) => serversQuery(id)) })
  if (data === undefined || lists.some(({ isPending }) => isPending)) return undefined
  return projects.flatMap(({ name }, index) =>
    (lists[index]?.data?.items ?? []).map((server) => ({ server, projectName: name })),
  )
}
