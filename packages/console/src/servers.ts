import { routes } from "@latchkey/contract"
import { queryOptions, useQuery } from "@tanstack/react-query"
import { api } from "./api.ts"

/** What a change of a server or of who opens it makes stale. */
export const staleAfterServerChange = ["servers", "keys", "audit"] as const

/** The servers of a project. Its key begins with the word by which the daemon says that servers changed, not with `projects`. */
export function serversQuery(projectId: string) {
  return queryOptions({
    queryKey: ["servers", "of", projectId],
    queryFn: ({ signal }) => api.call(routes.listServers, { params: { id: projectId } }, signal),
  })
}

/** How many servers a project has. */
export function useServerTotal(projectId: string | undefined): number | undefined {
  return useQuery({ ...serversQuery(projectId ?? ""), enabled: projectId !== undefined }).data?.items.length
}
