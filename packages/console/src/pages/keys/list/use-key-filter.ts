import { useNavigate, useSearch } from "@tanstack/react-router"
import { useKeyPlaces } from "../holder.tsx"
import { type KeyFilter, readKeyFilter } from "./key-filter.ts"

/** The filter that the page's address holds, and a way to change it. A changed filter starts at its first page. */
export function useKeyFilter() {
  // The same list stands on the page of one's own keys and on those of robots.
  const filter = readKeyFilter(useSearch({ strict: false }))
  const { list } = useKeyPlaces()
  const navigate = useNavigate()
  function change(next: KeyFilter, history: "push" | "replace" = "push") {
    const { page: _, after: __, ...first } = next
    void navigate({ ...list, search: first, replace: history === "replace", resetScroll: false })
  }
  return { filter, change }
}

export type ChangeFilter = ReturnType<typeof useKeyFilter>["change"]
