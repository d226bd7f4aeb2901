import { VisuallyHidden } from "@mantine/core"
import type { ReactNode } from "react"
import styles from "./record-table.module.css"
import { Table } from "./table.tsx"

type Column = {
  readonly header: ReactNode
  /** A column whose header only screen readers need, as the one of row menus. */
  readonly hidden?: boolean
}

/**
 * A table that becomes a list of records on phones. Cells with a `data-label` show it as their label there; the cell
 * of the row menu takes `recordTable.actions`.
 */
export function RecordTable({
  caption,
  columns,
  children,
}: {
  caption: string
  columns: readonly Column[]
  children: ReactNode
}) {
  return (
    <Table className={styles.table} aria-label={caption}>
      <Table.Thead>
        <Table.Tr>
          {columns.map(({ header, hidden }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the columns of a table do not move
            <Table.Th key={index} scope="col">
              {hidden ? <VisuallyHidden>{header}</VisuallyHidden> : header}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>{children}</Table.Tbody>
    </Table>
  )
}

/** Class names for the rows and cells of a `RecordTable`. */
export const recordTable = { off: styles.off, name: styles.name, actions: styles.actions }
