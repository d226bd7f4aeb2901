import { routes } from "@latchkey/contract"
import { useLingui } from "@lingui/react/macro"
import { keepPreviousData, useQuery } from "@tanstack/react-query"
import { Navigate } from "@tanstack/react-router"
import { lazy, Suspense, useDeferredValue, useEffect } from "react"
import { apiQuery } from "../../../api.ts"
import { Card } from "../../../ui/card.tsx"
import { ErrorState } from "../../../ui/error-state.tsx"
import { SkeletonRows } from "../../../ui/skeleton-rows.tsx"
import { useKeyDialogs } from "../changes/key-dialogs.tsx"
import { useGenerateDialog } from "../generate/use-generate-dialog.tsx"
import { useKeyPlaces } from "../holder.tsx"
import { isFiltered, keyQuery, pageSize } from "./key-filter.ts"
import { KeysTable } from "./keys-table.tsx"
import { NoKeys, NoMatch } from "./no-keys.tsx"
import { Pager } from "./pager.tsx"
import { useSelection } from "./selection.ts"
import { Toolbar } from "./toolbar.tsx"
import { useAnnouncedList } from "./use-announced-list.ts"
import { useKeyFilter } from "./use-key-filter.ts"
import { useListScope } from "./use-list-scope.ts"

const loadSelectionBar = async () => ({ default: (await import("./selection-bar.tsx")).SelectionBar })
const SelectionBar = lazy(loadSelectionBar)

/** Below this many keys there is nothing to sort, and no filter but the search. */
const enoughToSort = 5

/** With a `select`, what did not change between the answers to two filters stays the same value, and its row as it is. */
const sameRows = <Page,>(page: Page): Page => page

/**
 * Every key of one account, and of a project's robots beside one's own, filtered and sorted as the address says. While
 * it `waits` to be told which project, it has its search and asks for no keys.
 */
export function KeyList({ waits = false }: { waits?: boolean }) {
  const { t } = useLingui()
  const { filter, change } = useKeyFilter()
  const { list } = useKeyPlaces()
  const scope = useListScope(filter)
  const total = useQuery({ ...apiQuery(routes.listKeys, { query: { ...scope, limit: 1 } }), enabled: !waits }).data
    ?.total
  const { data, error, refetch, isPlaceholderData } = useQuery({
    ...apiQuery(routes.listKeys, {
      query: {
        ...scope,
        ...keyQuery(filter),
        limit: pageSize,
        ...(filter.after !== undefined && { cursor: filter.after }),
      },
    }),
    enabled: !waits,
    placeholderData: keepPreviousData,
    select: sameRows,
  })
  const rows = data?.items ?? []
  const { page: _, after: __, ...firstPage } = filter
  const control = useSelection(filter, rows)
  const { open, dialogs } = useKeyDialogs((key) => control.set([key], false))
  const generating = useGenerateDialog()
  useAnnouncedList(filter, isPlaceholderData ? undefined : data?.total)
  const sortable = (total ?? 0) >= enoughToSort || isFiltered(filter)
  const isSelecting = control.selection.size > 0 || control.selecting
  // Its piece is asked for when there is something to tick: until it is there the toolbar stays, and no moment without
  // either is drawn.
  const hasRows = rows.length > 0
  useEffect(() => {
    if (hasRows) void loadSelectionBar().catch(() => {})
  }, [hasRows])
  const hasSelectionBar = useDeferredValue(isSelecting) && isSelecting

  function content() {
    if (data === undefined) {
      if (error === null) return <SkeletonRows />
      return <ErrorState title={t`This list could not be loaded.`} error={error} onRetry={refetch} />
    }
    // What this page showed was deleted; what is left stands before it.
    if (rows.length === 0 && data.total > 0) return <Navigate {...list} search={firstPage} replace />
    if (data.total === 0) return <NoMatch filter={filter} onClear={() => change({}, "replace")} />
    return (
      <>
        <KeysTable
          rows={rows}
          filter={filter}
          sortable={sortable}
          busy={isPlaceholderData}
          control={control}
          openDialog={open}
        />
        <Pager
          filter={filter}
          shown={rows.length}
          total={data.total}
          nextCursor={data.nextCursor}
          busy={isPlaceholderData}
        />
      </>
    )
  }

  return (
    <Card>
      {data?.total === 0 && !isFiltered(filter) ? (
        <NoKeys onGenerate={generating.open} />
      ) : (
        <>
          <Suspense>
            {hasSelectionBar ? (
              <SelectionBar control={control} rows={rows} filter={filter} total={data?.total ?? 0} />
            ) : (
              <Toolbar filter={filter} change={change} sortable={sortable} onSelect={() => control.start()} />
            )}
          </Suspense>
          {content()}
        </>
      )}
      {dialogs}
      {generating.dialog}
    </Card>
  )
}
