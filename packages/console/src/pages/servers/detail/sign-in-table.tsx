import type { LoginReport } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { Button, Menu } from "@mantine/core"
import { ActionsMenu } from "../../../ui/actions-menu.tsx"
import { ShortFingerprint, shortFingerprint } from "../../../ui/fingerprint.tsx"
import mono from "../../../ui/mono.module.css"
import { RecordTable, recordTable } from "../../../ui/record-table.tsx"
import { Table } from "../../../ui/table.tsx"
import { Timestamp } from "../../../ui/timestamp.tsx"
import { LoginResult } from "../../keys/servers/login-result.tsx"
import styles from "../servers.module.css"
import type { Ending } from "./end-logins-dialog.tsx"

type Props = {
  logins: readonly LoginReport[]
  /** Absent for whoever may only look. */
  onEnd: ((ending: Ending) => void) | undefined
}

/** One row a sign-in or refusal; those that are open can be ended. */
export function SignInTable({ logins, onEnd }: Props) {
  const { t } = useLingui()
  const columns = [
    { header: t`When` },
    { header: t`User` },
    { header: t`Key` },
    { header: t`From` },
    { header: t`Result` },
    ...(onEnd === undefined ? [] : [{ header: t`Actions`, hidden: true }]),
  ]
  return (
    <RecordTable caption={t`Sign-ins`} columns={columns}>
      {logins.map((login) => (
        <Table.Tr key={login.id}>
          <Table.Td className={recordTable.name}>
            <Timestamp at={login.at} />
          </Table.Td>
          <Table.Td data-label={t`User`}>
            <code className={styles.foreign}>{login.loginUser}</code>
          </Table.Td>
          <Table.Td data-label={t`Key`}>
            <span>
              <strong className={styles.strong}>
                {login.key === null ? <Trans>Unknown key</Trans> : login.key.name}
              </strong>
              <span className={styles.second}>
                {login.owner === null ? null : `${login.owner.handle} · `}
                <ShortFingerprint fingerprint={login.fingerprint} />
              </span>
            </span>
          </Table.Td>
          <Table.Td data-label={t`From`}>
            <span className={`${mono.mono} ${styles.source}`}>{login.address}</span>
          </Table.Td>
          <Table.Td data-label={t`Result`}>
            <LoginResult login={login} />
          </Table.Td>
          {onEnd === undefined ? null : (
            <Table.Td className={recordTable.actions}>
              <EndActions login={login} onEnd={onEnd} />
            </Table.Td>
          )}
        </Table.Tr>
      ))}
    </RecordTable>
  )
}

function EndActions({ login, onEnd }: { login: LoginReport; onEnd: (ending: Ending) => void }) {
  const { t } = useLingui()
  const { id, isOpen, closing, fingerprint, key, loginUser, address } = login
  if (!isOpen) return null
  if (closing) {
    return (
      <span className={styles.waiting}>
        <Trans>Ending</Trans>
      </span>
    )
  }
  const print = shortFingerprint(fingerprint)
  const name = key?.name ?? print
  const asked = { name: key?.name ?? t`an unknown key (${print})`, fingerprint }
  return (
    <span className={styles.rowActions}>
      <Button
        variant="quiet"
        size="xs"
        aria-label={t`End the session of ${name} as ${loginUser} from ${address}`}
        onClick={() => onEnd({ ...asked, loginIds: [id] })}
      >
        <Trans>End</Trans>
      </Button>
      <ActionsMenu label={t`Actions for the session of ${name} as ${loginUser} from ${address}`} width={240}>
        <Menu.Item onClick={() => onEnd(asked)}>
          <Trans>End all of this key</Trans>
        </Menu.Item>
      </ActionsMenu>
    </span>
  )
}
