import { Trans, useLingui } from "@lingui/react/macro"
import { Menu } from "@mantine/core"
import { IconServer, IconX } from "@tabler/icons-react"
import { paths } from "../../../paths.ts"
import { ActionsMenu } from "../../../ui/actions-menu.tsx"
import { TextLink } from "../../../ui/links.tsx"
import { recordTable } from "../../../ui/record-table.tsx"
import { Table } from "../../../ui/table.tsx"
import { Effect } from "../../servers/detail/effect.tsx"
import { LastLogin } from "../../servers/detail/last-login.tsx"
import styles from "../detail/detail.module.css"
import type { KeyOpening } from "../openings.ts"

type Props = {
  keyName: string
  openings: readonly KeyOpening[]
  /** Undefined where nothing may be changed. */
  onRemove: ((opening: KeyOpening) => void) | undefined
}

/** A row for each login user of a server that a key opens, with whether the server has said so. */
export function ServerRows({ keyName, openings, onRemove }: Props) {
  return openings.map((opening) => (
    <ServerRow key={`${opening.accessId} ${opening.loginUser}`} {...{ keyName, opening, onRemove }} />
  ))
}

function ServerRow({ keyName, opening, onRemove }: Omit<Props, "openings"> & { opening: KeyOpening }) {
  const { t } = useLingui()
  const { server, loginUser, state, since } = opening
  return (
    <Table.Tr>
      <Table.Td>
        <span className={styles.target}>
          <IconServer size={18} stroke={1.75} aria-hidden />
          <TextLink to={paths.server} params={{ projectId: server.projectId, serverId: server.id }} inherit>
            {server.name}
          </TextLink>
        </span>
      </Table.Td>
      <Table.Td data-label={t`As`}>
        <code>{loginUser}</code>
      </Table.Td>
      <Table.Td data-label={t`Since`}>
        <Effect serverName={server.name} keyName={keyName} state={state} reason={opening.reason} since={since} />
      </Table.Td>
      <Table.Td data-label={t`Last sign-in`}>
        <LastLogin seen={opening} />
      </Table.Td>
      <Table.Td className={recordTable.actions}>
        {onRemove === undefined ? null : (
          <ActionsMenu label={t`Actions for ${server.name} as ${loginUser}`} width={220}>
            <Menu.Item data-danger leftSection={<IconX size={16} />} onClick={() => onRemove(opening)}>
              <Trans>Remove from {server.name}</Trans>
            </Menu.Item>
          </ActionsMenu>
        )}
      </Table.Td>
    </Table.Tr>
  )
}
