import { routes, type SshKey } from "@latchkey/contract"
import { Plural, Trans, useLingui } from "@lingui/react/macro"
import { Alert, Skeleton } from "@mantine/core"
import { IconAlertTriangle } from "@tabler/icons-react"
import { useQuery } from "@tanstack/react-query"
import { apiQuery } from "../../../api.ts"
import { RecordTable } from "../../../ui/record-table.tsx"
import { Table } from "../../../ui/table.tsx"
import { HeldBy, useHolder } from "../holder.tsx"
import { opensNow, waysInWithout } from "../ways-in.ts"
import styles from "./changes.module.css"
import { closedPlacesQuery, mostKeys } from "./closed-places.ts"
import { ClosedServerRows, ClosedServersNote } from "./closed-servers.tsx"
import { LastWayIn, RemainingKeys } from "./remaining-keys.tsx"

/** How many of the account's keys are looked at for another way in. */
const looksAt = 100

/** What nobody can open any more once `keys` are gone, and by which keys it can still be opened. */
export function LostAccess({ keys }: { keys: readonly SshKey[] }) {
  const { t } = useLingui()
  const { data: gateway } = useQuery(apiQuery(routes.showGateway, {}))
  const { data: servers, error } = useQuery(closedPlacesQuery(keys))
  if (gateway === undefined || (servers === undefined && error === null)) return <Skeleton height={76} />
  const user = gateway.state === "on" ? gateway.user : undefined
  const atGateway = user === undefined ? [] : keys.filter((key) => opensNow(key, Date.now()))
  const owners = [...new Map(atGateway.map(({ owner }) => [owner.id, owner])).values()]
  const places = servers?.places ?? []
  if (owners.length === 0 && servers !== undefined && places.length === 0 && keys.length <= mostKeys) {
    return (
      <Alert>
        <Plural value={keys.length} one="It opens nothing now." other="They open nothing now." />
      </Alert>
    )
  }
  return (
    <>
      {owners.length === 0 && places.length === 0 ? null : (
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
            <ClosedServerRows places={places} />
          </RecordTable>
        </div>
      )}
      {servers === undefined ? (
        <Alert variant="warn" icon={<IconAlertTriangle size={18} stroke={1.75} />}>
          <Trans>Which servers this closes could not be loaded. Close this and open it again to try once more.</Trans>
        </Alert>
      ) : (
        <ClosedServersNote keys={keys} places={places} />
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
