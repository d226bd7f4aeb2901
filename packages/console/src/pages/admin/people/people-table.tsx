import type { ListedAccount } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { Text } from "@mantine/core"
import { Link } from "@tanstack/react-router"
import { useRef } from "react"
import { paths } from "../../../paths.ts"
import { RecordTable, recordTable } from "../../../ui/record-table.tsx"
import { Table } from "../../../ui/table.tsx"
import { Timestamp } from "../../../ui/timestamp.tsx"
import list from "../../keys/list/list.module.css"
import { useRowKeys } from "../../keys/list/row-keys.ts"
import { AccountStatus } from "./account-status.tsx"
import styles from "./people.module.css"
import { PersonMenu } from "./person-menu.tsx"
import type { OpenPersonDialog } from "./use-person-dialogs.tsx"

type Props = { accounts: readonly ListedAccount[]; busy: boolean; openDialog: OpenPersonDialog }

const rowActions = { toggle() {} }

/** One row an account; on phones one record an account. */
export function PeopleTable({ accounts, busy, openDialog }: Props) {
  const { t, i18n } = useLingui()
  const table = useRef<HTMLDivElement>(null)
  useRowKeys(table, rowActions)
  const columns = [
    { header: t`Name` },
    { header: t`Status` },
    { header: t`Keys` },
    { header: t`Last seen` },
    { header: t`Actions`, hidden: true },
  ]
  return (
    <div ref={table} aria-busy={busy}>
      <RecordTable caption={t`People`} columns={columns}>
        {accounts.map((account) => (
          <Table.Tr
            key={account.id}
            data-row={account.id}
            className={account.disabledAt === null ? undefined : recordTable.off}
          >
            <Table.Td className={styles.person}>
              <Who account={account} />
            </Table.Td>
            <Table.Td data-label={t`Status`}>
              <AccountStatus
                account={account}
                {...(account.kind === "robot" && { projectName: account.projectName })}
              />
            </Table.Td>
            <Table.Td data-label={t`Keys`} className={list.used}>
              {i18n.number(account.keyCount)}
            </Table.Td>
            <Table.Td data-label={t`Last seen`} className={list.used}>
              <LastSeen at={account.lastSeenAt} />
            </Table.Td>
            <Table.Td className={recordTable.actions}>
              <PersonMenu account={account} openDialog={openDialog} />
            </Table.Td>
          </Table.Tr>
        ))}
      </RecordTable>
    </div>
  )
}

function Who({ account }: { account: ListedAccount }) {
  const { handle, displayName } = account
  return (
    <div className={list.who}>
      <span className={styles.initial} data-initial={handle.charAt(0).toUpperCase()} />
      <div className={list.names}>
        <Link
          data-row-link
          to={paths.person}
          params={{ accountId: account.id }}
          className={list.name}
          title={displayName}
        >
          {displayName}
        </Link>
        <span className={styles.handle}>{account.kind === "person" ? `${handle} · ${account.email}` : handle}</span>
      </div>
    </div>
  )
}

/** When an account last did anything. */
function LastSeen({ at }: { at: string | null }) {
  if (at !== null) return <Timestamp at={at} />
  return (
    <Text component="span" inherit c="dimmed">
      <Trans>Never</Trans>
    </Text>
  )
}
