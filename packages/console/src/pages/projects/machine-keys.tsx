import { type Project, type Robot, routes, type SshKey } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { useQueries, useQuery } from "@tanstack/react-query"
import { Link } from "@tanstack/react-router"
import { apiQuery } from "../../api.ts"
import { useChosenProject } from "../../chosen-project.ts"
import { paths } from "../../paths.ts"
import { Card } from "../../ui/card.tsx"
import { ErrorState } from "../../ui/error-state.tsx"
import { ShortFingerprint } from "../../ui/fingerprint.tsx"
import { KeyPrint } from "../../ui/key-print.tsx"
import { KeyTypeLabel } from "../../ui/key-type-label.tsx"
import { LastUsed } from "../../ui/last-used.tsx"
import { TextLink } from "../../ui/links.tsx"
import { RecordTable } from "../../ui/record-table.tsx"
import { StatusBadge } from "../../ui/status-badge.tsx"
import { Table } from "../../ui/table.tsx"
import list from "../keys/list/list.module.css"
import styles from "./projects.module.css"

/** Of so many robots so many keys are shown here; the project's own page leads to all. */
const robotsShown = 10
const keysShown = 5

/** The machine keys of the chosen project, below one's own; nothing where it has no robots. */
export default function MachineKeys() {
  const { chosen } = useChosenProject()
  return chosen === undefined ? null : <MachineKeysOf key={chosen.id} project={chosen} />
}

function MachineKeysOf({ project }: { project: Project }) {
  const { t } = useLingui()
  const { data, error, refetch } = useQuery(apiQuery(routes.listRobots, { params: { id: project.id } }))
  const robots = data?.items.slice(0, robotsShown) ?? []
  const pages = useQueries({
    queries: robots.map(({ id }) => apiQuery(routes.listKeys, { query: { account: id, limit: keysShown } })),
  })
  const rows = robots.flatMap((robot, index) => (pages[index]?.data?.items ?? []).map((sshKey) => ({ robot, sshKey })))
  const title = <Trans>Machine keys of {project.name}</Trans>
  if (error !== null && data === undefined) {
    return (
      <Card className={styles.below} title={title}>
        <ErrorState title={t`This list could not be loaded.`} error={error} onRetry={refetch} />
      </Card>
    )
  }
  if (data === undefined || data.items.length === 0 || pages.some(({ isPending }) => isPending)) return null
  return (
    <Card
      className={styles.below}
      title={title}
      end={
        <TextLink to={paths.robots} params={{ projectId: project.id }} size="sm">
          <Trans>All machine keys</Trans>
        </TextLink>
      }
    >
      {rows.length === 0 ? (
        <p className={styles.nothing}>
          <Trans>Its robots have no keys yet.</Trans>
        </p>
      ) : (
        <RecordTable
          caption={t`Machine keys`}
          columns={[
            { header: t`Name` },
            { header: t`Robot` },
            { header: t`Type` },
            { header: t`SHA256 fingerprint` },
            { header: t`Last used` },
            { header: t`Status` },
          ]}
        >
          {rows.map((row) => (
            <MachineKeyRow key={row.sshKey.id} {...row} />
          ))}
        </RecordTable>
      )}
    </Card>
  )
}

function MachineKeyRow({ robot, sshKey }: { robot: Robot; sshKey: SshKey }) {
  const { t } = useLingui()
  const params = { projectId: robot.projectId, robotId: robot.id }
  return (
    <Table.Tr>
      <Table.Td className={list.key}>
        <div className={list.who}>
          <KeyPrint publicKey={sshKey.publicKey} />
          <Link to={paths.robotKey} params={{ ...params, keyId: sshKey.id }} className={list.name} title={sshKey.name}>
            {sshKey.name}
          </Link>
        </div>
      </Table.Td>
      <Table.Td data-label={t`Robot`}>
        <TextLink to={paths.robot} params={params} inherit>
          {robot.handle}
        </TextLink>
      </Table.Td>
      <Table.Td data-label={t`Type`}>
        <KeyTypeLabel keyType={sshKey.keyType} bits={sshKey.bits} />
      </Table.Td>
      <Table.Td data-label={t`SHA256 fingerprint`}>
        <ShortFingerprint fingerprint={sshKey.fingerprint} copy />
      </Table.Td>
      <Table.Td data-label={t`Last used`}>
        <LastUsed use={sshKey.lastUse} />
      </Table.Td>
      <Table.Td data-label={t`Status`} className={list.status}>
        <StatusBadge sshKey={sshKey} quiet />
      </Table.Td>
    </Table.Tr>
  )
}
