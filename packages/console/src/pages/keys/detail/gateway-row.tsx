import type { SshKey } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { IconTerminal2 } from "@tabler/icons-react"
import { LastUsed } from "../../../ui/last-used.tsx"
import { recordTable } from "../../../ui/record-table.tsx"
import { Table } from "../../../ui/table.tsx"
import { Timestamp } from "../../../ui/timestamp.tsx"
import styles from "./detail.module.css"

/** The SSH gateway among what a key opens, as the user that the daemon runs as. */
export function GatewayRow({ sshKey, user }: { sshKey: SshKey; user: string }) {
  const { t } = useLingui()
  return (
    <Table.Tr>
      <Table.Td>
        <span className={styles.target}>
          <IconTerminal2 size={18} stroke={1.75} aria-hidden />
          <Trans>SSH gateway</Trans>
        </span>
      </Table.Td>
      <Table.Td data-label={t`As`}>
        <code>{user}</code>
      </Table.Td>
      <Table.Td data-label={t`Since`}>
        <span className={styles.none}>
          <Timestamp at={sshKey.createdAt} form="date" />
        </span>
      </Table.Td>
      {/* Of a key that was used it is not known where: it may have been at a server alone. */}
      {sshKey.lastUse.state === "used" ? (
        <Table.Td />
      ) : (
        <Table.Td data-label={t`Last sign-in`}>
          <LastUsed use={sshKey.lastUse} />
        </Table.Td>
      )}
      <Table.Td className={recordTable.actions} />
    </Table.Tr>
  )
}
