import { type AuditEvent, routes } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { useQuery } from "@tanstack/react-query"
import { apiQuery } from "../../api.ts"
import { useOwnIds } from "../../own-robots.ts"
import { paths } from "../../paths.ts"
import { Card } from "../../ui/card.tsx"
import { ErrorState } from "../../ui/error-state.tsx"
import { TextLink } from "../../ui/links.tsx"
import { SkeletonRows } from "../../ui/skeleton-rows.tsx"
import { Timestamp } from "../../ui/timestamp.tsx"
import { EventSentence } from "./event-sentence.tsx"
import { EventIcon } from "./event-words.tsx"
import styles from "./overview.module.css"

const eventsShown = 8

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
        <Events events={data.items} />
      ) : error === null ? (
        <SkeletonRows rows={3} height={32} />
      ) : (
        <ErrorState title={t`Recent activity could not be loaded.`} error={error} onRetry={refetch} />
      )}
    </Card>
  )
}

function Events({ events }: { events: readonly AuditEvent[] }) {
  const ownIds = useOwnIds(events)
  return (
    <ol className={styles.events}>
      {events.map((event) => (
        <li key={event.id} className={styles.event}>
          <EventIcon action={event.action} />
          <span className={styles.what}>
            <EventSentence event={event} ownIds={ownIds} />
          </span>
          <Timestamp at={event.at} />
        </li>
      ))}
    </ol>
  )
}
