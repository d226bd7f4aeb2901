import type { SshKey } from "@latchkey/contract"
import type { KeySort } from "@latchkey/core"
import { plural } from "@lingui/core/macro"
import { Trans, useLingui } from "@lingui/react/macro"
import { Checkbox, UnstyledButton, VisuallyHidden } from "@mantine/core"
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react"
import { type ReactNode, useRef } from "react"
import { Table } from "../../../ui/table.tsx"
import type { OpenKeyDialog } from "../changes/key-dialogs.tsx"
import { HeldBy, useHolder } from "../holder.tsx"
import { type KeyFilter, sortedBy, sortingOf } from "./key-filter.ts"
import { KeyRow } from "./key-row.tsx"
import styles from "./list.module.css"
import { useRowKeys } from "./row-keys.ts"
import type { SelectionControl } from "./selection.ts"
import { useSortNames } from "./sort-names.ts"
import { useKeyFilter } from "./use-key-filter.ts"

type Props = {
  rows: readonly SshKey[]
  filter: KeyFilter
  sortable: boolean
  /** Whether these are the rows of the filter before, while the new ones are on their way. */
  busy: boolean
  control: SelectionControl
  openDialog: OpenKeyDialog
}

/** One page of keys; on phones each row is a record. */
export function KeysTable({ rows, filter, sortable, busy, control, openDialog }: Props) {
  const { t } = useLingui()
  const table = useRef<HTMLTableElement>(null)
  const sortNames = useSortNames()
  const { handle, isRobot } = useHolder()
  const { selection, selecting, toggle, set } = control
  useRowKeys(table, control)
  const sortName = sortNames[sortingOf(filter).sort]
  const ticked = rows.filter(({ id }) => selection.has(id)).length
  const all = rows.length > 0 && ticked === rows.length

  function header(sort: KeySort, label: ReactNode) {
    return <SortHeader sort={sort} label={label} filter={filter} sortable={sortable} />
  }
  return (
    <Table
      ref={table}
      className={styles.table}
      data-selecting={selecting || undefined}
      aria-busy={busy}
      aria-label={isRobot ? t`Keys of ${handle}, sorted by ${sortName}` : t`Your keys, sorted by ${sortName}`}
      stickyHeader
    >
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col" className={styles.tick}>
            <Checkbox
              size="18px"
              aria-label={t`Select all ${plural(rows.length, { one: "# key", other: "# keys" })} on this page`}
              checked={all}
              indeterminate={ticked > 0 && !all}
              onChange={() => set(rows, !all)}
            />
          </Table.Th>
          {header("name", <Trans>Name</Trans>)}
          {header("type", <Trans>Type</Trans>)}
          <Table.Th scope="col">
            <Trans>SHA256 fingerprint</Trans>
          </Table.Th>
          {header("last-used", <Trans>Last used</Trans>)}
          {header("expires", <Trans>Expires</Trans>)}
          <Table.Th scope="col">
            <Trans>Status</Trans>
          </Table.Th>
          <Table.Th scope="col">
            <VisuallyHidden>
              <Trans>Actions</Trans>
            </VisuallyHidden>
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((key) => (
          <HeldBy key={key.id} owner={key.owner}>
            <KeyRow
              sshKey={key}
              ticked={selection.has(key.id)}
              onToggle={toggle}
              onLongPress={control.start}
              openDialog={openDialog}
            />
          </HeldBy>
        ))}
      </Table.Tbody>
    </Table>
  )
}

type HeaderProps = { sort: KeySort; label: ReactNode; filter: KeyFilter; sortable: boolean }

function SortHeader({ sort, label, filter, sortable }: HeaderProps) {
  const { change } = useKeyFilter()
  const { sort: current, order } = sortingOf(filter)
  if (!sortable) return <Table.Th scope="col">{label}</Table.Th>
  const Arrow = order === "ascending" ? IconArrowUp : IconArrowDown
  return (
    <Table.Th scope="col" {...(sort === current && { "aria-sort": order })}>
      <UnstyledButton className={styles.sort} onClick={() => change({ ...filter, ...sortedBy(filter, sort) })}>
        {label}
        {sort === current ? <Arrow size={14} stroke={2} aria-hidden /> : null}
      </UnstyledButton>
    </Table.Th>
  )
}
