import type { ApiToken } from "@latchkey/contract"
import { toPrintable } from "@latchkey/engine"
import { Trans, useLingui } from "@lingui/react/macro"
import { Menu, Text } from "@mantine/core"
import { IconTrash } from "@tabler/icons-react"
import type { ReactNode } from "react"
import { ActionsMenu } from "../../ui/actions-menu.tsx"
import { RecordTable, recordTable } from "../../ui/record-table.tsx"
import { Table } from "../../ui/table.tsx"
import { Timestamp } from "../../ui/timestamp.tsx"
import { scopeWords } from "./token-scopes.ts"

type Props = {
  tokens: readonly ApiToken[]
  /** Absent for those who only see. */
  onRevoke?: ((token: ApiToken) => void) | undefined
}

/** One row a token; on phones one record a token. */
export function TokenTable({ tokens, onRevoke }: Props) {
  const { t, i18n } = useLingui()
  const columns = [
    { header: t`Name` },
    { header: t`Scopes` },
    { header: t`Last used` },
    { header: t`Expires` },
    ...(onRevoke === undefined ? [] : [{ header: t`Actions`, hidden: true }]),
  ]
  return (
    <RecordTable caption={t`API tokens`} columns={columns}>
      {tokens.map((token) => {
        const name = toPrintable(token.name)
        return (
          <Table.Tr key={token.id}>
            <Table.Td className={recordTable.name}>{name}</Table.Td>
            <Table.Td data-label={t`Scopes`}>
              {token.scopes.map((scope) => i18n._(scopeWords[scope])).join(", ")}
            </Table.Td>
            <Table.Td data-label={t`Last used`}>
              <LastUse token={token} />
            </Table.Td>
            <Table.Td data-label={t`Expires`}>
              <Expiry token={token} />
            </Table.Td>
            {onRevoke === undefined ? null : (
              <Table.Td className={recordTable.actions}>
                <ActionsMenu label={t`Actions for ${name}`} width={200}>
                  <Menu.Item data-danger leftSection={<IconTrash size={16} />} onClick={() => onRevoke(token)}>
                    <Trans>Revoke</Trans>
                  </Menu.Item>
                </ActionsMenu>
              </Table.Td>
            )}
          </Table.Tr>
        )
      })}
    </RecordTable>
  )
}

function LastUse({ token: { lastUsedAt, lastUsedFrom } }: { token: ApiToken }) {
  if (lastUsedAt === null) return <Dimmed text={<Trans>Never</Trans>} />
  if (lastUsedFrom === null) return <Timestamp at={lastUsedAt} />
  return (
    <span>
      <Trans>
        <Timestamp at={lastUsedAt} /> from {lastUsedFrom}
      </Trans>
    </span>
  )
}

function Expiry({ token: { expiresAt } }: { token: ApiToken }) {
  if (expiresAt === null) return <Dimmed text={<Trans>No expiry</Trans>} />
  if (Date.parse(expiresAt) <= Date.now()) return <Dimmed text={<Trans>Expired</Trans>} />
  return <Timestamp at={expiresAt} form="date" />
}

function Dimmed({ text }: { text: ReactNode }) {
  return (
    <Text component="span" inherit c="dimmed">
      {text}
    </Text>
  )
}
