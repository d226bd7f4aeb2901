import { type KeyLoginReportPage, routes } from "@latchkey/contract"
import { queryOptions } from "@tanstack/react-query"
import { api } from "../../../api.ts"

export type KeyLogin = KeyLoginReportPage["items"][number]

/** What servers report of a key's logins, the newest first. Asked for again when the daemon says that servers changed. */
export function keyLoginsQuery(id: string, limit: number) {
  return queryOptions({
    queryKey: ["servers", "logins-of", id, limit],
    queryFn: ({ signal }) => api.call(routes.listKeyLogins, { params: { id }, query: { limit } }, signal),
  })
}

/** As many as a key's page shows at first. */
export const loginsShown = 10
