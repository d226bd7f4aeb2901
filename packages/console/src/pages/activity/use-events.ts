import { routes } from "@latchkey/contract"
import { keepPreviousData, useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { apiQuery } from "../../api.ts"
import { type ActivityFilter, activityQuery, pageSize } from "./activity-filter.ts"
import { countNew } from "./new-entries.ts"

/** How often it is looked whether something happened, in milliseconds, should nobody tell. */
const lookEvery = 30_000

/**
 * A page of events, as it was when it was opened: rows never move while somebody reads. What happened since is counted
 * apart, and shown when that is asked for.
 */
export function useEvents(filter: ActivityFilter) {
  const isFirst = filter.after === undefined
  const query = {
    ...activityQuery(filter),
    limit: pageSize,
    ...(filter.after !== undefined && { cursor: filter.after }),
  }
  const newest = useQuery({
    ...apiQuery(routes.listAuditEvents, { query }),
    placeholderData: keepPreviousData,
    refetchInterval: isFirst && lookEvery,
    // Whoever comes back sees the page as it is then.
    gcTime: 0,
  })
  const { data, isPlaceholderData } = newest
  const key = JSON.stringify(query)
  const [opened, setOpened] = useState<{ readonly key: string; readonly page: typeof data }>()
  const isOpened = opened?.key === key
  if (data !== undefined && !isPlaceholderData && !isOpened) setOpened({ key, page: data })
  return {
    page: isOpened ? opened.page : data,
    error: newest.error,
    refetch: newest.refetch,
    isBusy: isPlaceholderData,
    newEntries: isFirst && isOpened ? countNew(opened.page?.items, data?.items) : 0,
    showNew: () => setOpened({ key, page: data }),
  }
}
