import { type Closings, type ClosingsRequest, routes, type SshKey } from "@latchkey/contract"
import { maximumPageSize } from "@latchkey/core"
import { plural } from "@lingui/core/macro"
import { useLingui } from "@lingui/react/macro"
import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query"
import { useState } from "react"
import { api } from "../../../api.ts"

export type ClosedPlace = Closings["places"][number]

/** What is asked about keys that are to go: of more than one may ask about, the first. */
export function ofKeys(keys: readonly Pick<SshKey, "id">[], end?: "deleted"): ClosingsRequest {
  const keyIds = keys.slice(0, maximumPageSize).map(({ id }) => id)
  return end === undefined ? { keyIds } : { keyIds, deleted: true }
}

/** Looked at once, when it is asked before keys go: what is gone cannot be asked about again. */
export function closingsQuery(of: ClosingsRequest) {
  return queryOptions({
    queryKey: ["closings", of],
    queryFn: ({ signal }) => api.call(routes.previewClosings, { body: of }, signal),
    staleTime: "static",
    gcTime: 0,
  })
}

/** Whether anything closes at all. */
export function closesNothing({ places, hiddenServers }: Closings): boolean {
  return places.length === 0 && hiddenServers === 0
}

/** Those that nobody opens any more come first, then those that somebody loses. */
export function worstFirst(places: readonly ClosedPlace[]): readonly ClosedPlace[] {
  const weight = ({ isLastKey, losers }: ClosedPlace) => (isLastKey ? 2 : losers.length > 0 ? 1 : 0)
  return places.toSorted((left, right) => weight(right) - weight(left))
}

/** How many servers are in the second that are not in the first; `undefined` when both say the same. */
function addedServers(before: Closings, now: Closings): number | undefined {
  if (JSON.stringify(before) === JSON.stringify(now)) return undefined
  const known = new Set(before.places.map(({ server }) => server.id))
  const added = new Set(now.places.map(({ server }) => server.id).filter((id) => !known.has(id)))
  return added.size + Math.max(0, now.hiddenServers - before.hiddenServers)
}

/** What closes, and a second look at it when somebody goes on. */
export function useClosings(of: ClosingsRequest) {
  const { t } = useLingui()
  const queryClient = useQueryClient()
  const query = closingsQuery(of)
  const { data: closings, error } = useQuery(query)
  const [news, setNews] = useState<string>()

  /** Whether it is as it was shown; if not, the new state is shown, and said with `news`. */
  async function isAsShown(): Promise<boolean> {
    if (closings === undefined) return true
    // When nobody can say, what is tried says itself why it fails.
    const now = await api.call(routes.previewClosings, { body: of }).catch(() => closings)
    const added = addedServers(closings, now)
    if (added === undefined) return true
    queryClient.setQueryData(query.queryKey, now)
    setNews(
      added > 0
        ? plural(added, {
            one: "# server was added since you opened this. Look again.",
            other: "# servers were added since you opened this. Look again.",
          })
        : t`What this closes has changed since you opened it. Look again.`,
    )
    return false
  }
  return { closings, error, news, isAsShown }
}
