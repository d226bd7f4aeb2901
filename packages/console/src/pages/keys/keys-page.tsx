import { routes } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { IconPlus } from "@tabler/icons-react"
import { keepPreviousData, useQuery } from "@tanstack/react-query"
import { apiQuery, useKeyTotal } from "../../api.ts"
import { paths } from "../../paths.ts"
import { Card } from "../../ui/card.tsx"
import { ErrorState } from "../../ui/error-state.tsx"
import { ButtonLink } from "../../ui/links.tsx"
import { PageHeader } from "../../ui/page-header.tsx"
import { SkeletonRows } from "../../ui/skeleton-rows.tsx"
import { useKeyDialogs } from "./changes/key-dialogs.tsx"
import { ExpiryNotice } from "./expiry-notice.tsx"
import { isFiltered, keyQuery, pageSize } from "./list/key-filter.ts"
import { KeysTable } from "./list/keys-table.tsx"
import styles from "./list/list.module.css"
import { NoKeys, NoMatch } from "./list/no-keys.tsx"
import { Pager } from "./list/pager.tsx"
import { useSelection } from "./list/selection.ts"
import { SelectionBar } from "./list/selection-bar.tsx"
import { Toolbar } from "./list/toolbar.tsx"
import { useAnnouncedList } from "./list/use-announced-list.ts"
import { useKeyFilter } from "./list/use-key-filter.ts"

/** Below this many keys there is nothing to sort, and no filter but the search. */
const enoughToSort = 5

/** Every key of the account. */
export default function KeysPage() {
  const { t } = useLingui()
  const { filter, change } = useKeyFilter()
  const total = useKeyTotal()
  const { data, error, refetch, isPlaceholderData } = useQuery({
    ...apiQuery(routes.listKeys, {
      query: { ...keyQuery(filter), limit: pageSize, ...(filter.after !== undefined && { cursor: filter.after }) },
    }),
    placeholderData: keepPreviousData,
  })
  const rows = data?.items ?? []
  const control = useSelection(filter, rows)
  const { open, dialogs } = useKeyDialogs((key) => control.set([key], false))
  useAnnouncedList(filter, isPlaceholderData ? undefined : data?.total)
  const sortable = (total ?? 0) >= enoughToSort || isFiltered(filter)

  function content() {
    if (data === undefined) {
      if (error === null) return <SkeletonRows />
      return <ErrorState title={t`This list could not be loaded.`} error={error} onRetry={refetch} />
    }
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
        <Pager filter={filter} shown={rows.length} total={data.total} nextCursor={data.nextCursor} />
      </>
    )
  }

  const isEmpty = data?.total === 0 && !isFiltered(filter)
  return (
    <>
      <PageHeader
        title={t`Keys`}
        description={<Trans>Your keys, and what state each one is in.</Trans>}
        actions={
          <ButtonLink to={paths.keyImport} variant="filled" leftSection={<IconPlus size={16} stroke={2} />}>
            <Trans>Import keys</Trans>
          </ButtonLink>
        }
      />
      <ExpiryNotice className={styles.notice} />
      <Card>
        {isEmpty ? (
          <NoKeys />
        ) : (
          <>
            {control.selection.size > 0 || control.selecting ? (
              <SelectionBar control={control} rows={rows} filter={filter} total={data?.total ?? 0} />
            ) : (
              <Toolbar filter={filter} change={change} sortable={sortable} onSelect={() => control.start()} />
            )}
            {content()}
          </>
        )}
      </Card>
      {dialogs}
    </>
  )
}
