import type { ApiToken, Offboarding, SshKey } from "@latchkey/contract"
import { toPrintable } from "@latchkey/engine"
import { Trans, useLingui } from "@lingui/react/macro"
import { Text } from "@mantine/core"
import type { ReactNode } from "react"
import { Card } from "../../../ui/card.tsx"
import { ShortFingerprint } from "../../../ui/fingerprint.tsx"
import { KeyPrint } from "../../../ui/key-print.tsx"
import { KeyTypeLabel } from "../../../ui/key-type-label.tsx"
import { LastUsed } from "../../../ui/last-used.tsx"
import { RecordTable, recordTable } from "../../../ui/record-table.tsx"
import { StatusBadge } from "../../../ui/status-badge.tsx"
import { Table } from "../../../ui/table.tsx"
import { Timestamp } from "../../../ui/timestamp.tsx"
import { LoginSessionTable } from "../../account/login-session-table.tsx"
import styles from "./people.module.css"

/** What an account opens doors with: keys, tokens and browsers. */
export function Holdings({ facts }: { facts: Offboarding }) {
  const { i18n } = useLingui()
  const { account, keys, tokens, loginSessions } = facts
  const count = (total: number) => <span className={styles.none}>{i18n.number(total)}</span>
  return (
    <>
      <Card title={<Trans>SSH keys</Trans>} end={count(keys.total)}>
        {keys.total === 0 ? <Nothing>{<Trans>No keys.</Trans>}</Nothing> : <KeyTable keys={keys.items} />}
        {keys.items.length === keys.total ? null : (
          <p className={styles.more}>
            <Trans>
              {i18n.number(keys.items.length)} of {i18n.number(keys.total)}, last used first
            </Trans>
          </p>
        )}
      </Card>
      <Card title={<Trans>API tokens</Trans>} end={count(tokens.length)}>
        {tokens.length === 0 ? <Nothing>{<Trans>No tokens.</Trans>}</Nothing> : <TokenTable tokens={tokens} />}
      </Card>
      {account.kind === "robot" ? null : (
        <Card title={<Trans>Login sessions</Trans>} end={count(loginSessions.length)}>
          {loginSessions.length === 0 ? (
            <Nothing>{<Trans>Signed in nowhere.</Trans>}</Nothing>
          ) : (
            <LoginSessionTable loginSessions={loginSessions} />
          )}
        </Card>
      )}
    </>
  )
}

function Nothing({ children }: { children: ReactNode }) {
  return <p className={styles.nothing}>{children}</p>
}

function KeyTable({ keys }: { keys: readonly SshKey[] }) {
  const { t } = useLingui()
  const columns = [
    { header: t`Name` },
    { header: t`Type` },
    { header: t`SHA256 fingerprint` },
    { header: t`Last used` },
    { header: t`Status` },
  ]
  return (
    <RecordTable caption={t`SSH keys`} columns={columns}>
      {keys.map((key) => (
        <Table.Tr key={key.id}>
          <Table.Td className={recordTable.name}>
            <span className={styles.key}>
              <KeyPrint publicKey={key.publicKey} />
              {key.name}
            </span>
          </Table.Td>
          <Table.Td data-label={t`Type`}>
            <KeyTypeLabel keyType={key.keyType} bits={key.bits} />
          </Table.Td>
          <Table.Td data-label={t`SHA256 fingerprint`}>
            <ShortFingerprint fingerprint={key.fingerprint} />
          </Table.Td>
          <Table.Td data-label={t`Last used`}>
            <LastUsed use={key.lastUse} />
          </Table.Td>
          <Table.Td data-label={t`Status`}>
            <StatusBadge sshKey={key} quiet />
          </Table.Td>
        </Table.Tr>
      ))}
    </RecordTable>
  )
}

function TokenTable({ tokens }: { tokens: readonly ApiToken[] }) {
  const { t } = useLingui()
  const columns = [{ header: t`Name` }, { header: t`Last used` }, { header: t`Expires` }]
  const dimmed = (text: ReactNode) => (
    <Text component="span" inherit c="dimmed">
      {text}
    </Text>
  )
  return (
    <RecordTable caption={t`API tokens`} columns={columns}>
      {tokens.map(({ id, name, lastUsedAt, expiresAt }) => (
        <Table.Tr key={id}>
          <Table.Td className={recordTable.name}>{toPrintable(name)}</Table.Td>
          <Table.Td data-label={t`Last used`}>
            {lastUsedAt === null ? dimmed(<Trans>Never</Trans>) : <Timestamp at={lastUsedAt} />}
          </Table.Td>
          <Table.Td data-label={t`Expires`}>
            {expiresAt === null ? dimmed(<Trans>No expiry</Trans>) : <Timestamp at={expiresAt} form="date" />}
          </Table.Td>
        </Table.Tr>
      ))}
    </RecordTable>
  )
}
