import type { X509KeyPair } from "@latchkey/contract"
import { toPrintable } from "@latchkey/engine"
import { Trans, useLingui } from "@lingui/react/macro"
import { Button } from "@mantine/core"
import { LongFingerprint } from "../../../ui/fingerprint.tsx"
import { RecordTable, recordTable } from "../../../ui/record-table.tsx"
import { Table } from "../../../ui/table.tsx"
import { Timestamp } from "../../../ui/timestamp.tsx"

type Props = { certificates: readonly X509KeyPair[]; onDelete: (certificate: X509KeyPair) => void }

/** One row a certificate; on phones one record each. */
export function CertificateTable({ certificates, onDelete }: Props) {
  const { t } = useLingui()
  const columns = [
    { header: t`Name` },
    { header: t`Fingerprint` },
    { header: t`Added` },
    { header: t`Actions`, hidden: true },
  ]
  return (
    <RecordTable caption={t`X.509 certificates`} columns={columns}>
      {certificates.map((certificate) => {
        const name = toPrintable(certificate.name)
        return (
          <Table.Tr key={certificate.id}>
            <Table.Td className={recordTable.name}>{name}</Table.Td>
            <Table.Td data-label={t`Fingerprint`}>
              <LongFingerprint fingerprint={`SHA1:${certificate.fingerprint}`} small />
            </Table.Td>
            <Table.Td data-label={t`Added`}>
              <Timestamp at={certificate.createdAt} />
            </Table.Td>
            <Table.Td className={recordTable.actions}>
              <Button size="xs" variant="quiet" aria-label={t`Delete ${name}`} onClick={() => onDelete(certificate)}>
                <Trans>Delete</Trans>
              </Button>
            </Table.Td>
          </Table.Tr>
        )
      })}
    </RecordTable>
  )
}
