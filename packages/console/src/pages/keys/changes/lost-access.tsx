import { routes, type SshKey } from "@latchkey/contract"
import { Plural, Trans, useLingui } from "@lingui/react/macro"
import { Alert, Badge, Skeleton } from "@mantine/core"
import { IconAlertTriangle } from "@tabler/icons-react"
import { useQuery } from "@tanstack/react-query"
import { apiQuery } from "../../../api.ts"
import { RecordTable } from "../../../ui/record-table.tsx"
import { Table } from "../../../ui/table.tsx"
import { useHolder } from "../holder.tsx"
import { opensNow, waysInWithout } from "../ways-in.ts"
import styles from "./changes.module.css"

/** How many of the account's keys are looked at for another way in. */
const looksAt = 100

/** What nobody can open any more once `keys` are gone, and by which keys it can still be opened. */
export function LostAccess({ keys }: { keys: readonly SshKey[] }) {
  const { t } = useLingui()
  const { handle, query } = useHolder()
  const { data: gateway } = useQuery(apiQuery(routes.showGateway, {}))
  const { data: others } = useQuery(apiQuery(routes.listKeys, { query: { ...query, limit: looksAt } }))
  if (gateway?.state === "off" || !keys.some((key) => opensNow(key, Date.now()))) {
    return (
      <Alert>
        <Plural value={keys.length} one="It opens nothing now." other="They open nothing now." />
      </Alert>
    )
  }
  if (gateway === undefined || others === undefined) return <Skeleton height={76} />
  const remaining = waysInWithout(others.items, keys, Date.now())
  return (
    <div className={styles.lost}>
      <RecordTable
        caption={t`What is lost`}
        columns={[
          { header: <Trans>Target</Trans> },
          { header: <Trans>Who loses access</Trans> },
          { header: <Trans>Way in that remains</Trans> },
        ]}
      >
        <Table.Tr>
          <Table.Td className={styles.target}>
            <Trans>SSH gateway</Trans>
          </Table.Td>
          <Table.Td data-label={t`Who loses access`}>
            <span>
              <Trans>
                {handle} as <code>{gateway.user}</code>
              </Trans>
            </span>
          </Table.Td>
          <Table.Td data-label={t`Way in that remains`}>
            <Remaining keys={remaining} hasMore={others.total > others.items.length} />
          </Table.Td>
        </Table.Tr>
      </RecordTable>
    </div>
  )
}

function Remaining({ keys, hasMore }: { keys: readonly SshKey[]; hasMore: boolean }) {
  const [first] = keys
  if (first === undefined && hasMore) {
    return (
      <span className={styles.remaining}>
        <Trans>Other keys, where they are enabled</Trans>
      </span>
    )
  }
  if (first === undefined) {
    return (
      <Badge variant="bad" leftSection={<IconAlertTriangle size={14} stroke={2} />}>
        <Trans>None. No other key opens it</Trans>
      </Badge>
    )
  }
  const more = keys.length - 1
  return (
    <span className={styles.remaining}>
      {more === 0 ? (
        first.name
      ) : (
        <Trans>
          {first.name} and <Plural value={more} one="# more" other="# more" />
        </Trans>
      )}
    </span>
  )
}
