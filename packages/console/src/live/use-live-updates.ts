import { useNetwork } from "@mantine/hooks"
import { type Query, type QueryClient, type QueryFilters, useQueryClient } from "@tanstack/react-query"
import { useEffect, useState } from "react"
import { accountQuery } from "../api.ts"
import { followChanges } from "./follow-changes.ts"

/** Milliseconds that a connection may be gone before it is said: a daemon that starts anew takes no longer. */
const patience = 3_000

/**
 * Milliseconds after the first opening until what was asked for before it is asked for again. A page that has just been
 * opened has other things to do; what changes from the opening on is told at once.
 */
const settling = 2_000

/**
 * Keeps what the page shows true while it is open: whatever changes elsewhere is asked for again.
 *
 * @returns since when it is not, because nothing can be reached
 */
export function useLiveUpdates(): Date | undefined {
  const queryClient = useQueryClient()
  const { online } = useNetwork()
  const [brokenSince, setBrokenSince] = useState<Date>()
  const [offlineSince, setOfflineSince] = useState<Date>()
  const [isPatient, setPatient] = useState(true)

  useEffect(() => {
    const mend = () => setBrokenSince(undefined)
    let settled: number | undefined
    const lookWhoIsSignedIn = () => queryClient.fetchQuery({ ...accountQuery, staleTime: 0 })
    const stop = followChanges({
      opened() {
        mend()
        const before = new Set(queryClient.getQueryCache().findAll())
        const askForThose = () => void askAgain(queryClient, { predicate: (query) => before.has(query) })
        if (settled === undefined) settled = window.setTimeout(askForThose, settling)
        else askForThose()
      },
      changed(topics) {
        for (const topic of topics) void askAgain(queryClient, { queryKey: [topic] })
      },
      broke(answered) {
        setBrokenSince((since) => since ?? new Date())
        // Such as too many open windows: then pages do not change by themselves, but are no older than they look.
        if (answered) lookWhoIsSignedIn().then(mend, () => {})
      },
      ended: () => void lookWhoIsSignedIn().catch(() => {}),
    })
    return () => {
      window.clearTimeout(settled)
      stop()
    }
  }, [queryClient])

  useEffect(() => setOfflineSince(online ? undefined : new Date()), [online])
  useEffect(() => {
    setPatient(true)
    if (brokenSince === undefined) return
    const timer = setTimeout(() => setPatient(false), patience)
    return () => clearTimeout(timer)
  }, [brokenSince])

  return isPatient ? offlineSince : (brokenSince ?? offlineSince)
}

/** Asks anew for what may be old; a first answer that is on its way may be so too when it comes. */
async function askAgain(queryClient: QueryClient, filters: QueryFilters): Promise<void> {
  const cache = queryClient.getQueryCache()
  const isFirst = ({ state }: Query) => state.status === "pending"
  const onTheWay = cache.findAll({ ...filters, fetchStatus: "fetching", predicate: isFirst })
  await queryClient.invalidateQueries(filters)
  await queryClient.invalidateQueries({ predicate: (query) => onTheWay.includes(query) })
}
