import { type Project, type ProjectInvitation, routes } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { Button } from "@mantine/core"
import { IconLinkOff } from "@tabler/icons-react"
import { useQuery } from "@tanstack/react-query"
import { apiQuery, useApiMutation } from "../../../api.ts"
import { describeFailure } from "../../../failure.ts"
import { Card } from "../../../ui/card.tsx"
import { ErrorState } from "../../../ui/error-state.tsx"
import { RecordTable, recordTable } from "../../../ui/record-table.tsx"
import { SkeletonRows } from "../../../ui/skeleton-rows.tsx"
import { Table } from "../../../ui/table.tsx"
import { Timestamp } from "../../../ui/timestamp.tsx"
import { showDone, showFailure } from "../../../ui/toasts.tsx"
import { staleAfterProjectChange } from "../project-changes.ts"
import styles from "../projects.module.css"
import { roleWords } from "../role-words.ts"

/** The links to a project that nobody has used yet; only owners see them. */
export function InvitationsCard({ project }: { project: Project }) {
  const { t } = useLingui()
  const { data, error, refetch } = useQuery(apiQuery(routes.listProjectInvitations, { params: { id: project.id } }))
  return (
    <Card title={<Trans>Open invitations</Trans>}>
      {data === undefined ? (
        error === null ? (
          <SkeletonRows rows={1} height={44} />
        ) : (
          <ErrorState title={t`This list could not be loaded.`} error={error} onRetry={refetch} />
        )
      ) : data.items.length === 0 ? (
        <p className={styles.nothing}>
          <Trans>No open invitations.</Trans>
        </p>
      ) : (
        <InvitationTable project={project} invitations={data.items} />
      )}
    </Card>
  )
}

type Props = { project: Project; invitations: readonly ProjectInvitation[] }

function InvitationTable({ project, invitations }: Props) {
  const { t, i18n } = useLingui()
  const revoke = useApiMutation(routes.revokeProjectInvitation, staleAfterProjectChange)
  const columns = [
    { header: t`Role` },
    { header: t`Made` },
    { header: t`Works until` },
    { header: t`Actions`, hidden: true },
  ]

  function take(linkId: string) {
    revoke.mutate(
      { params: { id: project.id, linkId } },
      {
        onSuccess: () => showDone(t`The invitation is revoked. Its link opens nothing.`),
        onError: (failure) => showFailure(describeFailure(failure).message),
      },
    )
  }

  return (
    <RecordTable caption={t`Open invitations`} columns={columns}>
      {invitations.map(({ id, role, createdAt, expiresAt }) => {
        const name = i18n._(roleWords[role].name)
        return (
          <Table.Tr key={id}>
            <Table.Td className={recordTable.name}>{name}</Table.Td>
            <Table.Td data-label={t`Made`}>
              <Timestamp at={createdAt} />
            </Table.Td>
            <Table.Td data-label={t`Works until`}>
              <Timestamp at={expiresAt} />
            </Table.Td>
            <Table.Td className={recordTable.actions}>
              <Button
                size="xs"
                variant="quiet-danger"
                leftSection={<IconLinkOff size={16} stroke={1.75} />}
                aria-label={t`Revoke the invitation as ${name}`}
                onClick={() => take(id)}
              >
                <Trans>Revoke</Trans>
              </Button>
            </Table.Td>
          </Table.Tr>
        )
      })}
    </RecordTable>
  )
}
