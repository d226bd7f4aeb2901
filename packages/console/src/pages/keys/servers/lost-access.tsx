import { type Closings, routes, type SshKey } from "@latchkey/contract"
import { maximumPageSize } from "@latchkey/core"
import { Plural, Trans, useLingui } from "@lingui/react/macro"
import { Alert, Skeleton, Text } from "@mantine/core"
import { IconAlertTriangle } from "@tabler/icons-react"
import { useQuery } from "@tanstack/react-query"
import { apiQuery } from "../../../api.ts"
import { RecordTable } from "../../../ui/record-table.tsx"
import { Table } from "../../../ui/table.tsx"
import styles from "../changes/changes.module.css"
import { HeldBy, useHolder } from "../holder.tsx"
import { opensNow, waysInWithout } from "../ways-in.ts"
import { ClosedServerRows, ClosedServersNote } from "./closed-servers.tsx"
import { closesNothing, ofKeys } from "./closings.ts"
import { LookAgain } from "./look-again.tsx"
import { LastWayIn, RemainingKeys } from "./remaining-keys.tsx"

/** How many of the account's keys are looked at for another way in. */
const looksAt = 100

type Props = { keys: readonly SshKey[]; closings: Closings | undefined; error: unknown; news: string | undefined }

/** What nobody can open any more once `keys` are gone, and by which keys it can still be opened. */
export function LostAccess({ keys, closings, error, news }: Props) {
  const { t } = useLingui()
  const { data: gateway } = useQuery(apiQuery(routes.showGateway, {}))
  if (gateway === undefined || (closings === undefined && error === null)) return <Skeleton height={76} />
  const user = gateway.state === "on" ? gateway.user : undefined
  const atGateway = user === undefined ? [] : keys.filter((key) => opensNow(key, Date.now()))
  const owners = [...new Map(atGateway.map(({ owner }) => [owner.id, owner])).values()]
  const uncounted = keys.length - maximumPageSize
  if (owners.length === 0 && closings !== undefined && closesNothing(closings) && uncounted <= 0) {
    return (
      <Alert>
        <Plural value={keys.length} one="It opens nothing now." other="They open nothing now." />
      </Alert>
    )
  }
  return (
    <>
      <LookAgain news={news} />
      {owners.length === 0 && (closings?.places ?? []).length === 0 ? null : (
        <div className={styles.lost}>
          <RecordTable
            caption={t`What is lost`}
            columns={[
              { header: <Trans>Target</Trans> },
              { header: <Trans>Who loses access</Trans> },
              { header: <Trans>Way in that remains</Trans> },
            ]}
          >
            {owners.map((owner) => (
              <HeldBy key={owner.id} owner={owner}>
                <GatewayRow user={user} keys={keys.filter((key) => key.owner.id === owner.id)} />
              </HeldBy>
            ))}
            {closings === undefined ? null : <ClosedServerRows of={ofKeys(keys)} closings={closings} />}
          </RecordTable>
        </div>
      )}
      {closings === undefined ? (
        <Alert variant="warn" icon={<IconAlertTriangle size={18} stroke={1.75} />}>
          <Trans>Which servers this closes could not be loaded. Close this and open it again to try once more.</Trans>
        </Alert>
      ) : (
        <ClosedServersNote closings={closings} />
      )}
      {uncounted <= 0 ? null : (
        <Text size="sm" c="dimmed">
          <Plural
            value={uncounted}
            one="Which servers the other # key opens was not counted."
            other="Which servers the other # keys open was not counted."
          />
        </Text>
      )}
    </>
  )
}

/** What one account loses at the SSH gateway. */
function GatewayRow({ user, keys }: { user: string | undefined; keys: readonly SshKey[] }) {
  const { t } = useLingui()
  const { handle, query } = useHolder()
  const { data: others } = useQuery(apiQuery(routes.listKeys, { query: { ...query, limit: looksAt } }))
  return (
    <Table.Tr>
      <Table.Td className={styles.target}>
        <Trans>SSH gateway</Trans>
      </Table.Td>
      <Table.Td data-label={t`Who loses access`}>
        <span>
          <Trans>
            {handle} as <code>{user}</code>
          </Trans>
        </span>
      </Table.Td>
      <Table.Td data-label={t`Way in that remains`}>
        {others === undefined ? (
          <Skeleton height={20} />
        ) : (
          <Remaining
            keys={waysInWithout(others.items, keys, Date.now())}
            hasMore={others.total > others.items.length}
          />
        )}
      </Table.Td>
    </Table.Tr>
  )
}

function Remaining({ keys, hasMore }: { keys: readonly SshKey[]; hasMore: boolean }) {
  if (keys.length > 0) return <RemainingKeys names={keys.map(({ name }) => name)} />
  if (!hasMore) return <LastWayIn />
  return (
    <span className={styles.remaining}>
      <Trans>Other keys, where they are enabled</Trans>
    </span>
  )
}
