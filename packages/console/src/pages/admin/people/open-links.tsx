import { type AdminLink, routes } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { Button } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { apiQuery } from "../../../api.ts"
import { Card } from "../../../ui/card.tsx"
import { ErrorState } from "../../../ui/error-state.tsx"
import { RecordTable, recordTable } from "../../../ui/record-table.tsx"
import { Table } from "../../../ui/table.tsx"
import { Timestamp } from "../../../ui/timestamp.tsx"
import { RevokeLinkDialog } from "./revoke-link-dialog.tsx"

/** Invitations and password resets that nobody has used yet; nothing when there are none. */
export function OpenLinks() {
  const { t } = useLingui()
  const { data, error, refetch } = useQuery(apiQuery(routes.listLinks, {}))
  const [revoking, setRevoking] = useState<AdminLink>()
  const links = data?.items ?? []
  const columns = [
    { header: t`For` },
    { header: t`What it does` },
    { header: t`Made by` },
    { header: t`Works until` },
    { header: t`Actions`, hidden: true },
  ]
  return (
    <>
      {links.length === 0 && error === null ? null : (
        <Card title={<Trans>Open links</Trans>}>
          {data === undefined ? (
            <ErrorState title={t`The open links could not be loaded.`} error={error} onRetry={refetch} />
          ) : (
            <RecordTable caption={t`Open links`} columns={columns}>
              {links.map((link) => (
                <Table.Tr key={link.id}>
                  <Table.Td className={recordTable.name}>{link.handle}</Table.Td>
                  <Table.Td data-label={t`What it does`}>
                    {link.kind === "invitation" ? <Trans>Makes the account</Trans> : <Trans>Sets a new password</Trans>}
                  </Table.Td>
                  <Table.Td data-label={t`Made by`}>
                    <span>
                      {link.createdBy}, <Timestamp at={link.createdAt} />
                    </span>
                  </Table.Td>
                  <Table.Td data-label={t`Works until`}>
                    <Timestamp at={link.expiresAt} />
                  </Table.Td>
                  <Table.Td className={recordTable.actions}>
                    <Button
                      size="xs"
                      variant="quiet"
                      aria-label={t`Revoke the link for ${link.handle}`}
                      onClick={() => setRevoking(link)}
                    >
                      <Trans>Revoke</Trans>
                    </Button>
                  </Table.Td>
                </Table.Tr>
              ))}
            </RecordTable>
          )}
        </Card>
      )}
      {/* Its place stays when the last link has gone, so that it can close. */}
      {revoking === undefined ? null : <RevokeLinkDialog link={revoking} onClose={() => setRevoking(undefined)} />}
    </>
  )
}
