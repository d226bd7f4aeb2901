import type { SshKey } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { Checkbox } from "@mantine/core"
import { useLongPress } from "@mantine/hooks"
import { IconRobot } from "@tabler/icons-react"
import { Link } from "@tanstack/react-router"
import { memo } from "react"
import { ShortFingerprint } from "../../../ui/fingerprint.tsx"
import { KeyPrint } from "../../../ui/key-print.tsx"
import { KeyTypeLabel } from "../../../ui/key-type-label.tsx"
import { LastUsed } from "../../../ui/last-used.tsx"
import mono from "../../../ui/mono.module.css"
import { StatusBadge } from "../../../ui/status-badge.tsx"
import { Table } from "../../../ui/table.tsx"
import { Timestamp } from "../../../ui/timestamp.tsx"
import type { OpenKeyDialog } from "../changes/key-dialogs.tsx"
import { KeyMenu } from "../changes/key-menu.tsx"
import { useKeyPlaces, useListedProject } from "../holder.tsx"
import styles from "./list.module.css"

type Props = {
  sshKey: SshKey
  ticked: boolean
  onToggle: (id: string) => void
  onLongPress: (id: string) => void
  openDialog: OpenKeyDialog
}

/** One key of the list, drawn anew only when something about it changes: there are fifty of them. */
export const KeyRow = memo(function KeyRow({ sshKey, ticked, onToggle, onLongPress, openDialog }: Props) {
  const { t } = useLingui()
  const holder = useKeyPlaces()
  const { id, name, comment, publicKey, keyType, bits, fingerprint, lastUse, expiresAt, status } = sshKey
  // Beside one's own keys it is said which robot a key is of.
  const robot = useListedProject() !== undefined && holder.isRobot ? sshKey.owner.handle : undefined
  const origin = [robot ?? "", comment].filter((part) => part !== "").join(" · ")
  const opensNothing = status === "expired" || sshKey.disabledAt !== null
  const longPress = useLongPress(() => onLongPress(id), { events: ["touch"], cancelOnMove: true })
  return (
    <Table.Tr data-row={id} aria-selected={ticked} className={opensNothing ? styles.off : undefined} {...longPress}>
      <Table.Td className={styles.tick}>
        <Checkbox size="18px" aria-label={t`Select ${name}`} checked={ticked} onChange={() => onToggle(id)} />
      </Table.Td>
      <Table.Td className={styles.key}>
        <div className={styles.who}>
          <KeyPrint publicKey={publicKey} />
          <div className={styles.names}>
            <Link data-row-link {...holder.key(id)} className={styles.name} title={name}>
              {name}
            </Link>
            {origin === "" ? null : (
              <span className={mono.comment} title={origin}>
                {robot === undefined ? null : <IconRobot className={styles.robot} role="img" aria-label={t`Robot`} />}
                {origin}
              </span>
            )}
          </div>
        </div>
      </Table.Td>
      <Table.Td className={styles.type}>
        <KeyTypeLabel keyType={keyType} bits={bits} />
      </Table.Td>
      <Table.Td className={styles.fingerprint}>
        <ShortFingerprint fingerprint={fingerprint} copy />
      </Table.Td>
      <Table.Td className={styles.used} data-label={t`Last used:`}>
        <LastUsed use={lastUse} />
      </Table.Td>
      <Table.Td className={styles.expires}>
        {expiresAt === null ? (
          <span className={styles.none}>
            <Trans>No expiry</Trans>
          </span>
        ) : (
          <Timestamp at={expiresAt} />
        )}
      </Table.Td>
      <Table.Td className={styles.status}>
        <StatusBadge sshKey={sshKey} quiet />
      </Table.Td>
      <Table.Td className={styles.menu}>
        <KeyMenu sshKey={sshKey} openDialog={openDialog} />
      </Table.Td>
    </Table.Tr>
  )
})
