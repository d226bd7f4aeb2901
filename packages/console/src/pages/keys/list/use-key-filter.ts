import { useNavigate, useSearch } from "@tanstack/react-router"
import { paths } from "../../../paths.ts"
import type { KeyFilter } from "./key-filter.ts"

/** The filter that the page's address holds, and a way to change it. A changed filter starts at its first page. */
export function useKeyFilter() {
  const filter = useSearch({ from: "/signed-in/keys" })
  const navigate = useNavigate()
  function change(next: KeyFilter, history: "push" | "replace" = "push") {
    const { page: _, after: __, ...first } = next
    void navigate({ to: paths.keys, search: first, replace: history === "replace", resetScroll: false })
  }
  return { filter, change }
}

export type ChangeFilter = ReturnType<typeof useKeyFilter>["change"]
