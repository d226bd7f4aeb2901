import { routes } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { Button } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { apiQuery } from "../../../api.ts"
import { paths } from "../../../paths.ts"
import { Card } from "../../../ui/card.tsx"
import { ErrorState } from "../../../ui/error-state.tsx"
import { KeyPrint } from "../../../ui/key-print.tsx"
import { KeyTypeLabel } from "../../../ui/key-type-label.tsx"
import { TextLink } from "../../../ui/links.tsx"
import { RecordTable, recordTable } from "../../../ui/record-table.tsx"
import { SkeletonRows } from "../../../ui/skeleton-rows.tsx"
import { StatusBadge } from "../../../ui/status-badge.tsx"
import { Table } from "../../../ui/table.tsx"
import { useKeyChanges } from "../../keys/changes/key-changes.ts"
import styles from "./profile.module.css"

/** The keys that are ticked beforehand wherever keys are chosen. */
export function DefaultKeysCard() {
  const { t } = useLingui()
  const { setDefault } = useKeyChanges()
  const { data, error, refetch } = useQuery(
    apiQuery(routes.listKeys, { query: { isDefault: "true", sort: "name", order: "ascending", limit: 100 } }),
  )
  const columns = [
    { header: t`Name` },
    { header: t`Type` },
    { header: t`Status` },
    { header: t`Actions`, hidden: true },
  ]

  function content() {
    if (data === undefined) {
      if (error === null) return <SkeletonRows rows={2} />
      return <ErrorState title={t`This list could not be loaded.`} error={error} onRetry={refetch} />
    }
    if (data.items.length === 0) {
      return (
        <p className={styles.nothing}>
          <Trans>
            None. A default key is ticked beforehand wherever keys are chosen; make one in its menu in{" "}
            <TextLink to={paths.keys}>Keys</TextLink>.
          </Trans>
        </p>
      )
    }
    return (
      <RecordTable caption={t`Default keys`} columns={columns}>
        {data.items.map((key) => (
          <Table.Tr key={key.id}>
            <Table.Td className={recordTable.name}>
              <span className={styles.key}>
                <KeyPrint publicKey={key.publicKey} />
                <TextLink to={paths.key} params={{ keyId: key.id }}>
                  {key.name}
                </TextLink>
              </span>
            </Table.Td>
            <Table.Td data-label={t`Type`}>
              <KeyTypeLabel keyType={key.keyType} bits={key.bits} />
            </Table.Td>
            <Table.Td data-label={t`Status`}>
              <StatusBadge sshKey={key} quiet />
            </Table.Td>
            <Table.Td className={recordTable.actions}>
              <Button
                size="xs"
                variant="quiet"
                aria-label={t`${key.name} is to be no default key`}
                onClick={() => setDefault(key, false)}
              >
                <Trans>Not a default key</Trans>
              </Button>
            </Table.Td>
          </Table.Tr>
        ))}
      </RecordTable>
    )
  }
  return <Card title={<Trans>Default keys</Trans>}>{content()}</Card>
}
