import { useNavigate, useSearch } from "@tanstack/react-router"
import { paths } from "../../paths.ts"
import type { ActivityFilter } from "./activity-filter.ts"

/** The filter that the page's address holds, and a way to change it. A changed filter starts at its first page. */
export function useActivityFilter() {
  const filter = useSearch({ from: "/signed-in/activity" })
  const navigate = useNavigate()
  function change(next: ActivityFilter, history: "push" | "replace" = "push") {
    const { page: _, after: __, ...first } = next
    void navigate({ to: paths.activity, search: first, replace: history === "replace", resetScroll: false })
  }
  return { filter, change }
}

export type ChangeFilter = ReturnType<typeof useActivityFilter>["change"]
