import type { Server } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { Badge } from "@mantine/core"
import { IconAlertTriangle, IconClockExclamation } from "@tabler/icons-react"
import { Link } from "@tanstack/react-router"
import { paths } from "../../paths.ts"
import { CopyButton } from "../../ui/copy-button.tsx"
import mono from "../../ui/mono.module.css"
import { RecordTable, recordTable } from "../../ui/record-table.tsx"
import { Table } from "../../ui/table.tsx"
import { Timestamp } from "../../ui/timestamp.tsx"
import list from "../keys/list/list.module.css"
import { useLocalPages } from "../projects/local-pages.tsx"
import { useLocalSearch } from "../projects/local-search.tsx"
import { NoMatch } from "../projects/no-match.tsx"
import { ServerStatus } from "./server-status.tsx"
import styles from "./servers.module.css"
import { ClockWords, hasWrongClock } from "./wrong-clock.tsx"

/** One row a server; on phones one record. */
export function ServerList({ servers }: { servers: readonly Server[] }) {
  const { t } = useLingui()
  const { found, field, query, clear } = useLocalSearch(servers, searchedText, t`Search servers`)
  const { shown, foot } = useLocalPages(found)
  const columns = [
    { header: t`Name` },
    { header: t`Status` },
    { header: t`Address` },
    { header: t`Keys` },
    { header: t`Last sign-in` },
    { header: t`Last contact` },
  ]
  return (
    <>
      {field === null ? null : <div className={list.toolbar}>{field}</div>}
      {found.length === 0 ? (
        <NoMatch query={query} onClear={clear} />
      ) : (
        <RecordTable caption={t`Servers`} columns={columns}>
          {shown.map((server) => (
            <Table.Tr key={server.id}>
              <Table.Td className={recordTable.name}>
                <Link
                  to={paths.server}
                  params={{ projectId: server.projectId, serverId: server.id }}
                  className={list.name}
                  title={server.name}
                >
                  {server.name}
                </Link>
              </Table.Td>
              <Table.Td data-label={t`Status`}>
                <span className={styles.states}>
                  <ServerStatus server={server} />
                  <Warnings server={server} />
                </span>
              </Table.Td>
              <Table.Td data-label={t`Address`}>
                {server.address === null ? (
                  <Trans>None</Trans>
                ) : (
                  <span className={mono.withCopy}>
                    <span className={mono.fingerprint}>{server.address}</span>
                    <CopyButton value={server.address} label={t`Copy the address`} announcement={t`Address copied`} />
                  </span>
                )}
              </Table.Td>
              <Table.Td data-label={t`Keys`}>{server.opens}</Table.Td>
              <Table.Td data-label={t`Last sign-in`}>
                {server.lastLoginAt === null ? (
                  <span className={styles.none}>
                    <Trans>None reported</Trans>
                  </span>
                ) : (
                  <Timestamp at={server.lastLoginAt} />
                )}
              </Table.Td>
              <Table.Td data-label={t`Last contact`}>
                {server.lastContactAt === null ? <Trans>Never</Trans> : <Timestamp at={server.lastContactAt} />}
              </Table.Td>
            </Table.Tr>
          ))}
        </RecordTable>
      )}
      {foot}
    </>
  )
}

/** What is wrong on a server, in a word each; its page says more. */
function Warnings({ server: { problem, unmanaged, clockOffset } }: { server: Server }) {
  return (
    <>
      {problem === null && unmanaged.length === 0 ? null : (
        <Badge variant="warn" title={problem ?? undefined} leftSection={<IconAlertTriangle size={14} stroke={2} />}>
          <Trans>Problem</Trans>
        </Badge>
      )}
      {clockOffset === null || !hasWrongClock(clockOffset) ? null : (
        <Badge variant="warn" leftSection={<IconClockExclamation size={14} stroke={2} />}>
          <ClockWords offset={clockOffset} />
        </Badge>
      )}
    </>
  )
}

function searchedText({ name, address }: Server): string {
  return `${name} ${address ?? ""}`
}
