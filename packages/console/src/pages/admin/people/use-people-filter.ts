import { useNavigate, useSearch } from "@tanstack/react-router"
import { paths } from "../../../paths.ts"
import type { PeopleFilter } from "./people-filter.ts"

/** The filter that the page's address holds, and a way to change it. A changed filter starts at its first page. */
export function usePeopleFilter() {
  const filter = useSearch({ from: "/signed-in/admin/people" })
  const navigate = useNavigate()
  function change(next: PeopleFilter, history: "push" | "replace" = "push") {
    const { page: _, after: __, ...first } = next
    void navigate({ to: paths.people, search: first, replace: history === "replace", resetScroll: false })
  }
  return { filter, change }
}

export type ChangeFilter = ReturnType<typeof usePeopleFilter>["change"]
