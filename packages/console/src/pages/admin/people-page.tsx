import { routes } from "@latchkey/contract"
import { plural } from "@lingui/core/macro"
import { Trans, useLingui } from "@lingui/react/macro"
import { Button } from "@mantine/core"
import { IconSearch, IconUserPlus } from "@tabler/icons-react"
import { keepPreviousData, useQuery } from "@tanstack/react-query"
import { useEffect, useRef, useState } from "react"
import { apiQuery, useIsAdmin } from "../../api.ts"
import { announce } from "../../ui/announce.ts"
import { Card } from "../../ui/card.tsx"
import { EmptyState } from "../../ui/empty-state.tsx"
import { ErrorState } from "../../ui/error-state.tsx"
import { PageHeader } from "../../ui/page-header.tsx"
import { SkeletonRows } from "../../ui/skeleton-rows.tsx"
import { NotForYou } from "./not-for-you.tsx"
import { InviteDialog } from "./people/invite-dialog.tsx"
import { OpenLinks } from "./people/open-links.tsx"
import styles from "./people/people.module.css"
import { isFiltered, type PeopleFilter, peopleQuery } from "./people/people-filter.ts"
import { PeopleFoot } from "./people/people-foot.tsx"
import { PeopleTable } from "./people/people-table.tsx"
import { PeopleToolbar } from "./people/people-toolbar.tsx"
import { usePeopleFilter } from "./people/use-people-filter.ts"
import { usePersonDialogs } from "./people/use-person-dialogs.tsx"

/** Below this many accounts there is no filter but the search. */
const enoughToFilter = 5

/** Everyone with an account here, for administrators. */
export default function PeoplePage() {
  const { t } = useLingui()
  const isAdmin = useIsAdmin()
  const [inviting, setInviting] = useState(false)
  return (
    <>
      <PageHeader
        title={t`People`}
        description={<Trans>Everyone who has an account here, and the robots of their projects.</Trans>}
        actions={
          isAdmin ? (
            <Button
              variant="filled"
              leftSection={<IconUserPlus size={16} stroke={2} />}
              onClick={() => setInviting(true)}
            >
              <Trans>Invite</Trans>
            </Button>
          ) : undefined
        }
      />
      {isAdmin ? (
        <div className={styles.page}>
          <PeopleList />
          <OpenLinks />
        </div>
      ) : (
        <NotForYou />
      )}
      {inviting ? <InviteDialog onClose={() => setInviting(false)} /> : null}
    </>
  )
}

function PeopleList() {
  const { t } = useLingui()
  const { filter, change } = usePeopleFilter()
  const { data, error, refetch, isPlaceholderData } = useQuery({
    ...apiQuery(routes.listAccounts, { query: peopleQuery(filter) }),
    placeholderData: keepPreviousData,
  })
  const { open, dialog } = usePersonDialogs()
  useAnnouncedCount(filter, isPlaceholderData ? undefined : data?.total)
  const { q } = filter

  function content() {
    if (data === undefined) {
      if (error === null) return <SkeletonRows />
      return <ErrorState title={t`This list could not be loaded.`} error={error} onRetry={refetch} />
    }
    if (data.items.length > 0) {
      return (
        <>
          <PeopleTable accounts={data.items} busy={isPlaceholderData} openDialog={open} />
          <PeopleFoot filter={filter} data={data} busy={isPlaceholderData} />
        </>
      )
    }
    return (
      <EmptyState
        icon={<IconSearch size={28} stroke={1.75} aria-hidden />}
        title={q === undefined ? <Trans>Nobody matches these filters.</Trans> : <Trans>Nothing matches “{q}”.</Trans>}
        actions={
          <Button onClick={() => change({}, "replace")}>
            <Trans>Clear filters</Trans>
          </Button>
        }
      />
    )
  }

  return (
    <Card>
      <PeopleToolbar
        filter={filter}
        change={change}
        filters={isFiltered(filter) || (data?.total ?? 0) >= enoughToFilter}
      />
      {content()}
      {dialog}
    </Card>
  )
}

/** Says how many accounts are shown, each time the filter has changed and its answer is there. */
function useAnnouncedCount({ q, kind }: PeopleFilter, total: number | undefined): void {
  const now = `${kind} ${q}`
  const said = useRef(now)
  useEffect(() => {
    if (total === undefined || said.current === now) return
    said.current = now
    announce(plural(total, { one: "# account shown.", other: "# accounts shown." }))
  }, [now, total])
}
