import type { AuditEvent } from "@latchkey/contract"
import { useOwnIds } from "../../own-robots.ts"
import { Timestamp } from "../../ui/timestamp.tsx"
import { EventSentence } from "./event-sentence.tsx"
import { EventIcon } from "./event-words.tsx"
import styles from "./overview.module.css"

/** Events, a line each. */
export default function EventList({ events }: { events: readonly AuditEvent[] }) {
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
