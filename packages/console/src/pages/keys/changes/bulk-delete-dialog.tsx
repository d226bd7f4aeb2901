import type { SshKey } from "@latchkey/contract"
import { plural } from "@lingui/core/macro"
import { Plural, Trans, useLingui } from "@lingui/react/macro"
import { Badge, Button, Text } from "@mantine/core"
import { IconAlertTriangle, IconCheck } from "@tabler/icons-react"
import { useQueryClient } from "@tanstack/react-query"
import { useState } from "react"
import { describeRefusal } from "../../../failure.ts"
import { announce } from "../../../ui/announce.ts"
import layout from "../../../ui/dialog.module.css"
import { Dialog } from "../../../ui/dialog.tsx"
import { RecordTable } from "../../../ui/record-table.tsx"
import { Table } from "../../../ui/table.tsx"
import { beforeRemoval } from "../receipt.tsx"
import { RemovalReceipt } from "../servers/removal-receipt.tsx"
import { type Deletion, deleteKeys } from "./bulk-delete.ts"
import { BulkDeleteQuestion } from "./bulk-delete-question.tsx"
import styles from "./changes.module.css"
import { staleAfterChange } from "./key-changes.ts"

/** Results beyond this many would only be scrolled past; the ones that failed come first. */
const resultsShown = 200

type Props = {
  opened: boolean
  keys: readonly SshKey[]
  /** Called with the keys that are gone. */
  onClose: (deleted: readonly SshKey[]) => void
}

/** Deletes several keys: first what that takes away, then what became of each. */
export default function BulkDeleteDialog({ opened, keys, onClose }: Props) {
  const { t } = useLingui()
  const queryClient = useQueryClient()
  const [deletions, setDeletions] = useState<readonly Deletion[]>()
  const [failure, setFailure] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  const [since, setSince] = useState("")
  const failed = deletions?.filter(({ deleted }) => !deleted) ?? []

  async function remove(which: readonly SshKey[]) {
    setBusy(true)
    setSince((first) => first || beforeRemoval())
    setFailure(undefined)
    try {
      const results = await deleteKeys(which)
      const merged = [...(deletions?.filter(({ deleted }) => deleted) ?? []), ...results]
      setDeletions(merged)
      const gone = merged.filter(({ deleted }) => deleted).length
      announce(t`${gone} deleted, ${merged.length - gone} failed. Details below.`)
    } catch (error) {
      setFailure(error)
    } finally {
      setBusy(false)
    }
  }

  async function close() {
    const gone = deletions?.flatMap(({ key, deleted }) => (deleted ? [key] : [])) ?? []
    onClose(gone)
    setDeletions(undefined)
    setSince("")
    setFailure(undefined)
    if (deletions === undefined) return
    await Promise.all(staleAfterChange.map((word) => queryClient.invalidateQueries({ queryKey: [word] })))
  }

  const count = keys.length
  return (
    <Dialog
      opened={opened}
      onClose={close}
      title={
        deletions === undefined
          ? plural(count, { one: "Delete # key?", other: "Delete # keys?" })
          : t`${deletions.length - failed.length} deleted, ${failed.length} failed`
      }
    >
      {deletions === undefined ? (
        <BulkDeleteQuestion keys={keys} busy={busy} failure={failure} onDelete={remove} onCancel={close} />
      ) : (
        <>
          <div className={layout.body}>
            <RemovalReceipt
              of={{ keyIds: deletions.flatMap(({ key, deleted }) => (deleted ? [key.id] : [])), since }}
            />
            <Results deletions={[...failed, ...deletions.filter(({ deleted }) => deleted)]} />
          </div>
          <div className={layout.footer}>
            {failed.length === 0 ? null : (
              <Button loading={busy} onClick={() => remove(failed.map(({ key }) => key))}>
                <Plural value={failed.length} one="Try the # failed again" other="Try the # failed again" />
              </Button>
            )}
            <Button variant="filled" ref={focusOnSight} onClick={close}>
              <Trans>Done</Trans>
            </Button>
          </div>
        </>
      )}
    </Dialog>
  )
}

/** The button that had the focus is gone with the question. */
function focusOnSight(button: HTMLButtonElement | null) {
  button?.focus()
}

function Results({ deletions }: { deletions: readonly Deletion[] }) {
  const { t } = useLingui()
  const more = deletions.length - resultsShown
  return (
    <div className={`${styles.lost} ${styles.scrolling}`}>
      <RecordTable caption={t`Results`} columns={[{ header: <Trans>Name</Trans> }, { header: <Trans>Result</Trans> }]}>
        {deletions.slice(0, resultsShown).map((deletion) => (
          <Table.Tr key={deletion.key.id}>
            <Table.Td className={styles.target}>{deletion.key.name}</Table.Td>
            <Table.Td data-label={t`Result`}>
              <Result deletion={deletion} />
            </Table.Td>
          </Table.Tr>
        ))}
      </RecordTable>
      {more > 0 ? (
        <Text size="sm" c="dimmed" p={12}>
          <Plural value={more} one="and # more" other="and # more" />
        </Text>
      ) : null}
    </div>
  )
}

function Result({ deletion }: { deletion: Deletion }) {
  if (deletion.deleted) {
    return (
      <Badge variant="ok" leftSection={<IconCheck size={14} stroke={2} />}>
        <Trans>Deleted</Trans>
      </Badge>
    )
  }
  return (
    <span className={styles.failed}>
      <IconAlertTriangle size={16} stroke={1.75} aria-hidden />
      <span>
        <Trans>Not deleted:</Trans> {describeRefusal(deletion.reason).message}
      </span>
    </span>
  )
}
