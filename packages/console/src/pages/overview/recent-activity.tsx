import { routes } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { useQuery } from "@tanstack/react-query"
import { lazy, Suspense } from "react"
import { apiQuery } from "../../api.ts"
import { withEventWords } from "../../i18n.ts"
import { paths } from "../../paths.ts"
import { Card } from "../../ui/card.tsx"
import { ErrorState } from "../../ui/error-state.tsx"
import { TextLink } from "../../ui/links.tsx"
import { SkeletonRows } from "../../ui/skeleton-rows.tsx"

const eventsShown = 8

// With the words of every event.
const EventList = lazy(() => withEventWords(() => import("./event-list.tsx")))

/** The latest events that concern this account. */
export function RecentActivity() {
  const { t } = useLingui()
  const { data, error, refetch } = useQuery(apiQuery(routes.listAuditEvents, { query: { limit: eventsShown } }))
  return (
    <Card
      title={t`Recent activity`}
      end={
        <TextLink to={paths.activity} size="sm">
          <Trans>All activity</Trans>
        </TextLink>
      }
    >
      {data !== undefined ? (
        <Suspense fallback={<SkeletonRows rows={3} height={32} />}>
          <EventList events={data.items} />
        </Suspense>
      ) : error === null ? (
        <SkeletonRows rows={3} height={32} />
      ) : (
        <ErrorState title={t`Recent activity could not be loaded.`} error={error} onRetry={refetch} />
      )}
    </Card>
  )
}
