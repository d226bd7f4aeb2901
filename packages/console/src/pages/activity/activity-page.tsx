import { Plural, Trans, useLingui } from "@lingui/react/macro"
import { Button } from "@mantine/core"
import { IconArrowUp, IconDownload, IconListDetails, IconSearch } from "@tabler/icons-react"
import { announce } from "../../ui/announce.ts"
import { Card } from "../../ui/card.tsx"
import { EmptyState } from "../../ui/empty-state.tsx"
import { ErrorState } from "../../ui/error-state.tsx"
import { PageHeader } from "../../ui/page-header.tsx"
import { SkeletonRows } from "../../ui/skeleton-rows.tsx"
import styles from "./activity.module.css"
import { exportAddress, isFiltered, pageSize } from "./activity-filter.ts"
import { ActivityFilters } from "./activity-filters.tsx"
import { ActivityFoot } from "./activity-foot.tsx"
import { ActivityTable } from "./activity-table.tsx"
import { useActivityFilter } from "./use-activity-filter.ts"
import { useEvents } from "./use-events.ts"

/** What happened: everything for admins, for all others what they did and what concerns their own things. */
export default function ActivityPage() {
  const { t } = useLingui()
  const { filter, change } = useActivityFilter()
  const { page: data, error, refetch, isBusy, newEntries, showNew } = useEvents(filter)

  function content() {
    if (data === undefined) {
      if (error === null) return <SkeletonRows height={44} />
      return <ErrorState title={t`This list could not be loaded.`} error={error} onRetry={refetch} />
    }
    if (data.items.length === 0) {
      return isFiltered(filter) ? <NoMatch onClear={() => change({}, "replace")} /> : <NothingYet />
    }
    return <ActivityTable events={data.items} busy={isBusy} filter={filter} />
  }

  return (
    <>
      <PageHeader
        title={t`Activity`}
        description={<Trans>Who changed what, and who signed in where.</Trans>}
        actions={
          <Button
            component="a"
            href={exportAddress(filter)}
            download
            leftSection={<IconDownload size={16} stroke={1.75} />}
          >
            <Trans>Export CSV</Trans>
          </Button>
        }
      />
      <Card>
        <ActivityFilters filter={filter} change={change} />
        {newEntries === 0 ? null : (
          <div className={styles.news}>
            <Button
              size="xs"
              leftSection={<IconArrowUp size={16} stroke={1.75} />}
              onClick={() => {
                showNew()
                announce(t`The newest entries are shown.`)
              }}
            >
              {newEntries < pageSize ? (
                <Plural value={newEntries} one="# new entry" other="# new entries" />
              ) : (
                <Trans>More than {pageSize} new entries</Trans>
              )}
            </Button>
          </div>
        )}
        {content()}
        {data === undefined ? null : <ActivityFoot filter={filter} page={data} busy={isBusy} />}
      </Card>
    </>
  )
}

function NoMatch({ onClear }: { onClear: () => void }) {
  return (
    <EmptyState
      icon={<IconSearch size={28} stroke={1.75} aria-hidden />}
      title={<Trans>Nothing happened that matches.</Trans>}
      actions={
        <Button onClick={onClear}>
          <Trans>Clear filters</Trans>
        </Button>
      }
    />
  )
}

function NothingYet() {
  return (
    <EmptyState
      icon={<IconListDetails size={28} stroke={1.75} aria-hidden />}
      title={<Trans>Nothing has happened yet.</Trans>}
    />
  )
}
