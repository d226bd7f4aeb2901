import { plural } from "@lingui/core/macro"
import { useLingui } from "@lingui/react/macro"
import { useEffect, useRef } from "react"
import { announce } from "../../../ui/announce.ts"
import { type KeyFilter, sortingOf } from "./key-filter.ts"
import { useSortNames } from "./sort-names.ts"

/** Says how many keys are shown and how they are sorted, each time the filter has changed and its answer is there. */
export function useAnnouncedList(filter: KeyFilter, total: number | undefined): void {
  const { t } = useLingui()
  const sortNames = useSortNames()
  const { page: _, after: __, ...shown } = { ...sortingOf(filter), ...filter }
  const said = useRef(JSON.stringify(shown))
  const now = JSON.stringify(shown)
  const sortName = sortNames[shown.sort]
  useEffect(() => {
    if (total === undefined || said.current === now) return
    said.current = now
    announce(t`${plural(total, { one: "# key shown", other: "# keys shown" })}, sorted by ${sortName}.`)
  }, [now, sortName, t, total])
}
