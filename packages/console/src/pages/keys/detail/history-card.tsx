import { type AuditEvent, routes } from "@latchkey/contract"
import { toPrintable } from "@latchkey/engine"
import { Trans, useLingui } from "@lingui/react/macro"
import { useQuery } from "@tanstack/react-query"
import { apiQuery } from "../../../api.ts"
import { Card } from "../../../ui/card.tsx"
import { ErrorState } from "../../../ui/error-state.tsx"
import { SkeletonRows } from "../../../ui/skeleton-rows.tsx"
import { EventIcon } from "../../overview/event-words.tsx"
import styles from "./detail.module.css"
import { type KeyEvent, keyEvents } from "./history.ts"

const eventsShown = 20

/** What happened to a key, newest first. */
export function HistoryCard({ keyId }: { keyId: string }) {
  const { t } = useLingui()
  const { data, error, refetch } = useQuery(
    apiQuery(routes.listAuditEvents, { query: { targetId: keyId, limit: eventsShown } }),
  )
  return (
    <Card title={t`History`}>
      {data !== undefined ? (
        <Timeline events={data.items.filter(({ outcome }) => outcome === "done")} />
      ) : error === null ? (
        <SkeletonRows rows={2} height={52} />
      ) : (
        <ErrorState title={t`The history could not be loaded.`} error={error} onRetry={refetch} />
      )}
    </Card>
  )
}

function Timeline({ events }: { events: readonly AuditEvent[] }) {
  const { i18n } = useLingui()
  return (
    <ol className={styles.timeline}>
      {events.map((event) => (
        <li key={event.id}>
          <EventIcon action={event.action} />
          <div>
            {keyEvents(event).map((happened) => (
              <div key={happened.what}>
                <EventSentence happened={happened} handle={event.actor?.handle ?? "Latchkey"} />
              </div>
            ))}
            <time dateTime={event.at}>
              {i18n.date(new Date(event.at), { dateStyle: "medium", timeStyle: "short" })}
            </time>
          </div>
        </li>
      ))}
    </ol>
  )
}

function EventSentence({ happened, handle }: { happened: KeyEvent; handle: string }) {
  const { i18n } = useLingui()
  switch (happened.what) {
    case "imported":
      return <Trans>Imported by {handle}</Trans>
    case "disabled":
      return <Trans>Disabled by {handle}</Trans>
    case "enabled":
      return <Trans>Enabled by {handle}</Trans>
    case "deleted":
      return <Trans>Deleted by {handle}</Trans>
    case "verified":
      return <Trans>Ownership proved by {handle}</Trans>
    case "signed-in":
      return <Trans>Signed in over SSH</Trans>
    case "renamed": {
      const from = toPrintable(happened.from)
      return (
        <Trans>
          Renamed from “{from}” by {handle}
        </Trans>
      )
    }
    case "made-default":
      return <Trans>Made a default key by {handle}</Trans>
    case "unmade-default":
      return <Trans>No default key any more, by {handle}</Trans>
    case "expiry-set": {
      const until = i18n.date(happened.until, { dateStyle: "medium", timeZone: "UTC" })
      return (
        <Trans>
          Set to expire on {until} by {handle}
        </Trans>
      )
    }
    case "expiry-removed":
      return <Trans>Expiry removed by {handle}</Trans>
    case "other":
      return <Trans>Looked at by {handle}</Trans>
  }
}
