import type { LoginSession } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { Badge, Button } from "@mantine/core"
import { RecordTable, recordTable } from "../../ui/record-table.tsx"
import { Table } from "../../ui/table.tsx"
import { Timestamp } from "../../ui/timestamp.tsx"

type Props = {
  loginSessions: readonly LoginSession[]
  /** Ends one; where it is absent they are only shown. */
  onEnd?: (loginSession: LoginSession) => void
}

/** The browsers in which somebody is signed in. */
export function LoginSessionTable({ loginSessions, onEnd }: Props) {
  const { t } = useLingui()
  const columns = [
    { header: t`Browser` },
    { header: t`Address` },
    { header: t`Signed in` },
    { header: t`Last seen` },
    ...(onEnd === undefined ? [] : [{ header: t`Actions`, hidden: true }]),
  ]
  return (
    <RecordTable caption={t`Login sessions`} columns={columns}>
      {loginSessions.map((loginSession) => {
        const { id, device, address, createdAt, lastSeenAt, isCurrent } = loginSession
        const name = device ?? t`Unknown browser`
        return (
          <Table.Tr key={id}>
            <Table.Td className={recordTable.name}>
              {name}{" "}
              {isCurrent ? (
                <Badge ml={6}>
                  <Trans>This one</Trans>
                </Badge>
              ) : null}
            </Table.Td>
            <Table.Td data-label={t`Address`}>{address ?? "–"}</Table.Td>
            <Table.Td data-label={t`Signed in`}>
              <Timestamp at={createdAt} />
            </Table.Td>
            <Table.Td data-label={t`Last seen`}>
              <Timestamp at={lastSeenAt} />
            </Table.Td>
            {onEnd === undefined ? null : (
              <Table.Td className={recordTable.actions}>
                {isCurrent ? null : (
                  <Button
                    size="xs"
                    variant="quiet"
                    aria-label={t`Sign out ${name}`}
                    onClick={() => onEnd(loginSession)}
                  >
                    <Trans>Sign out</Trans>
                  </Button>
                )}
              </Table.Td>
            )}
          </Table.Tr>
        )
      })}
    </RecordTable>
  )
}
