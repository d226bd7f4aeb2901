import { Trans, useLingui } from "@lingui/react/macro"
import { IconServer } from "@tabler/icons-react"
import { paths } from "../../../paths.ts"
import { TextLink } from "../../../ui/links.tsx"
import { Table } from "../../../ui/table.tsx"
import { Effect } from "../../servers/detail/effect.tsx"
import type { KeyOpening } from "../openings.ts"
import styles from "./detail.module.css"

type Props = { keyName: string; openings: readonly KeyOpening[] }

/** A row for each login user of a server that a key opens, with whether the server has said so. */
export function ServerRows({ keyName, openings }: Props) {
  const { t } = useLingui()
  return openings.map(({ server, loginUser, accessId, state, since }) => (
    <Table.Tr key={accessId}>
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
        <Effect serverName={server.name} keyName={keyName} state={state} since={since} />
      </Table.Td>
      <Table.Td data-label={t`Last sign-in`}>
        <span className={styles.none}>
          <Trans>Unknown</Trans>
        </span>
      </Table.Td>
    </Table.Tr>
  ))
}
