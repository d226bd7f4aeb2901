import type { AuditEvent } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { useOwnIds } from "../../own-robots.ts"
import { Table } from "../../ui/table.tsx"
import styles from "./activity.module.css"
import type { ActivityFilter } from "./activity-filter.ts"
import { EventRow } from "./event-row.tsx"

type Props = { events: readonly AuditEvent[]; busy: boolean; filter: ActivityFilter }

/** One row an event; on phones one record an event. */
export function ActivityTable({ events, busy, filter }: Props) {
  const { t } = useLingui()
  const ownIds = useOwnIds(events)
  return (
    <Table className={styles.table} aria-label={t`Activity`} aria-busy={busy}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">
            <Trans>When</Trans>
          </Table.Th>
          <Table.Th scope="col">
            <Trans>Who</Trans>
          </Table.Th>
          <Table.Th scope="col">
            <Trans>What</Trans>
          </Table.Th>
          <Table.Th scope="col">
            <Trans>Where from</Trans>
          </Table.Th>
          <Table.Th scope="col">
            <Trans>Result</Trans>
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {events.map((event) => (
          <EventRow key={event.id} event={event} filter={filter} ownIds={ownIds} />
        ))}
      </Table.Tbody>
    </Table>
  )
}
