import type { AffectedKey } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { ShortFingerprint } from "../../../ui/fingerprint.tsx"
import { KeyTypeLabel } from "../../../ui/key-type-label.tsx"
import { LastUsed } from "../../../ui/last-used.tsx"
import { RecordTable, recordTable } from "../../../ui/record-table.tsx"
import { Table } from "../../../ui/table.tsx"
import { Timestamp } from "../../../ui/timestamp.tsx"
import { EffectIcon } from "./effect-icon.tsx"
import styles from "./key-policy.module.css"

/** The keys that a change would change, by account. */
export function AffectedTable({ keys }: { keys: readonly AffectedKey[] }) {
  const { t } = useLingui()
  const columns = [
    { header: t`Key` },
    { header: t`Account` },
    { header: t`Type` },
    { header: t`SHA256 fingerprint` },
    { header: t`Last used` },
    { header: t`What changes` },
  ]
  return (
    <RecordTable caption={t`Keys that would change`} columns={columns}>
      {keys.map((key) => (
        <Table.Tr key={key.id}>
          <Table.Td className={recordTable.name}>{key.name}</Table.Td>
          <Table.Td data-label={t`Account`}>{key.handle}</Table.Td>
          <Table.Td data-label={t`Type`}>
            <KeyTypeLabel keyType={key.keyType} bits={key.bits} />
          </Table.Td>
          <Table.Td data-label={t`SHA256 fingerprint`}>
            <ShortFingerprint fingerprint={key.fingerprint} />
          </Table.Td>
          <Table.Td data-label={t`Last used`}>
            <LastUsed use={key.lastUse} />
          </Table.Td>
          <Table.Td data-label={t`What changes`}>
            <span className={styles.what}>
              <EffectIcon effect={key.effect} size={16} />
              <span>
                <Effect affected={key} />
              </span>
            </span>
          </Table.Td>
        </Table.Tr>
      ))}
    </RecordTable>
  )
}

function Effect({ affected: { effect, expiresAt, expiresAfterwards } }: { affected: AffectedKey }) {
  switch (effect) {
    case "stops":
      return <Trans>Stops opening</Trans>
    case "turns_weak":
      return <Trans>Marked weak</Trans>
    case "opens_again":
      return <Trans>Opens again</Trans>
    case "turns_good":
      return <Trans>Weak no longer</Trans>
    case "expires_earlier":
      if (expiresAt === null) {
        return (
          <Trans>
            Expires <Timestamp at={expiresAfterwards ?? ""} form="date" />, was never
          </Trans>
        )
      }
      return (
        <Trans>
          Expires <Timestamp at={expiresAfterwards ?? ""} form="date" />, was <Timestamp at={expiresAt} form="date" />
        </Trans>
      )
  }
}
