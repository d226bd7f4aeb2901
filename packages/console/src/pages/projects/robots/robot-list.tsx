import type { Project, Robot } from "@latchkey/contract"
import { useLingui } from "@lingui/react/macro"
import { Link } from "@tanstack/react-router"
import { useState } from "react"
import { paths } from "../../../paths.ts"
import { RecordTable, recordTable } from "../../../ui/record-table.tsx"
import { Table } from "../../../ui/table.tsx"
import { Timestamp } from "../../../ui/timestamp.tsx"
import list from "../../keys/list/list.module.css"
import { useLocalPages } from "../local-pages.tsx"
import { useLocalSearch } from "../local-search.tsx"
import { NoMatch } from "../no-match.tsx"
import styles from "../projects.module.css"
import { rightsIn } from "../use-project.ts"
import { DeleteRobotDialog } from "./delete-robot-dialog.tsx"
import { RobotKeyCount } from "./robot-key-count.tsx"
import { RobotMenu } from "./robot-menu.tsx"
import { RobotStatus } from "./robot-status.tsx"

/** One row a robot; on phones one record. */
export function RobotList({ project, robots }: { project: Project; robots: readonly Robot[] }) {
  const { t } = useLingui()
  const { mayChange } = rightsIn(project)
  const [deleting, setDeleting] = useState<Robot>()
  const { found, field, query, clear } = useLocalSearch(robots, searchedText, t`Search robots`)
  const { shown, foot } = useLocalPages(found)
  const columns = [
    { header: t`Name` },
    { header: t`Keys` },
    { header: t`Created` },
    { header: t`Status` },
    ...(mayChange ? [{ header: t`Actions`, hidden: true }] : []),
  ]
  return (
    <>
      {field === null ? null : <div className={list.toolbar}>{field}</div>}
      {found.length === 0 ? (
        <NoMatch query={query} onClear={clear} />
      ) : (
        <RecordTable caption={t`Robots`} columns={columns}>
          {shown.map((robot) => (
            <Table.Tr key={robot.id} className={robot.disabledAt === null ? undefined : recordTable.off}>
              <Table.Td className={recordTable.name}>
                <Link
                  to={paths.robot}
                  params={{ projectId: project.id, robotId: robot.id }}
                  className={list.name}
                  title={robot.handle}
                >
                  {robot.handle}
                </Link>
                <span className={styles.second}>{robot.displayName}</span>
              </Table.Td>
              <Table.Td data-label={t`Keys`}>
                <RobotKeyCount robot={robot} />
              </Table.Td>
              <Table.Td data-label={t`Created`}>
                <Timestamp at={robot.createdAt} form="date" />
              </Table.Td>
              <Table.Td data-label={t`Status`}>
                <RobotStatus robot={robot} />
              </Table.Td>
              {mayChange ? (
                <Table.Td className={recordTable.actions}>
                  <RobotMenu robot={robot} onDelete={() => setDeleting(robot)} />
                </Table.Td>
              ) : null}
            </Table.Tr>
          ))}
        </RecordTable>
      )}
      {foot}
      {deleting === undefined ? null : <DeleteRobotDialog robot={deleting} onClose={() => setDeleting(undefined)} />}
    </>
  )
}

function searchedText({ handle, displayName }: Robot): string {
  return `${handle} ${displayName}`
}
