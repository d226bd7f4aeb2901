import type { ListedRobot, Project } from "@latchkey/contract"
import { useLingui } from "@lingui/react/macro"
import { Link } from "@tanstack/react-router"
import { useState } from "react"
import { paths } from "../../../paths.ts"
import { RecordTable, recordTable } from "../../../ui/record-table.tsx"
import { Table } from "../../../ui/table.tsx"
import { Timestamp } from "../../../ui/timestamp.tsx"
import { countWords } from "../../keys/list/count-words.ts"
import list from "../../keys/list/list.module.css"
import { useLocalPages } from "../local-pages.tsx"
import { useLocalSearch } from "../local-search.tsx"
import { NoMatch } from "../no-match.tsx"
import styles from "../projects.module.css"
import { rightsIn } from "../use-project.ts"
import { DeleteRobotDialog } from "./delete-robot-dialog.tsx"
import { RobotMenu } from "./robot-menu.tsx"
import { RobotStatus } from "./robot-status.tsx"

/** One row a robot; on phones one record. */
export function RobotList({ project, robots }: { project: Project; robots: readonly ListedRobot[] }) {
  const { t, i18n } = useLingui()
  const { mayChange } = rightsIn(project)
  const [deleting, setDeleting] = useState<ListedRobot>()
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
              <Table.Td data-label={t`Keys`}>{countWords(i18n, robot.keyCount)}</Table.Td>
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

function searchedText({ handle, displayName }: ListedRobot): string {
  return `${handle} ${displayName}`
}
