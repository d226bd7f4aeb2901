import type { SshKey } from "@latchkey/contract"
import { plural } from "@lingui/core/macro"
import { Plural, Trans, useLingui } from "@lingui/react/macro"
import { Button, Code, Text, TextInput } from "@mantine/core"
import { type FormEvent, useState } from "react"
import { describeFailure } from "../../../failure.ts"
import layout from "../../../ui/dialog.module.css"
import { LastUsed } from "../../../ui/last-used.tsx"
import { RecordTable } from "../../../ui/record-table.tsx"
import { Table } from "../../../ui/table.tsx"
import { ofKeys, useClosings } from "../servers/closings.ts"
import { LostAccess } from "../servers/lost-access.tsx"
import styles from "./changes.module.css"

/** Keys beyond this many are counted, not listed. */
const keysShown = 50

type Props = {
  keys: readonly SshKey[]
  busy: boolean
  failure: unknown
  onDelete: (keys: readonly SshKey[]) => void
  onCancel: () => void
}

/** What deleting several keys takes away; the number of keys must be typed. */
export function BulkDeleteQuestion({ keys, busy, failure, onDelete, onCancel }: Props) {
  const { t } = useLingui()
  const { isAsShown, ...lost } = useClosings(ofKeys(keys, "deleted"))
  const [typed, setTyped] = useState("")
  const [looking, setLooking] = useState(false)
  const label = plural(keys.length, { one: "Delete # key", other: "Delete # keys" })
  const phrase = plural(keys.length, { one: "delete # key", other: "delete # keys" })
  const ready = typed.trim().toLowerCase() === phrase.toLowerCase()

  async function submit(event: FormEvent) {
    event.preventDefault()
    if (!ready || busy || looking) return
    setLooking(true)
    if (await isAsShown()) onDelete(keys)
    setLooking(false)
  }
  return (
    <form onSubmit={(event) => void submit(event)}>
      <div className={layout.body}>
        <Text c="dimmed">
          <Plural
            value={keys.length}
            one="It stops working at once. Sessions that are already open stay open."
            other="They stop working at once. Sessions that are already open stay open."
          />
        </Text>
        <KeyList keys={keys} />
        <LostAccess keys={keys} {...lost} />
        <TextInput
          data-autofocus
          autoComplete="off"
          label={
            <Trans>
              Type <Code>{phrase}</Code> to confirm
            </Trans>
          }
          value={typed}
          error={failure === undefined ? undefined : t`Nothing was deleted. ${describeFailure(failure).message}`}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      </div>
      <div className={layout.footer}>
        <Button variant="quiet" onClick={onCancel}>
          <Plural value={keys.length} one="Keep the key" other="Keep the keys" />
        </Button>
        <Button type="submit" variant="danger" aria-disabled={!ready || undefined} loading={busy || looking}>
          {label}
        </Button>
      </div>
    </form>
  )
}

function KeyList({ keys }: { keys: readonly SshKey[] }) {
  const { t } = useLingui()
  const more = keys.length - keysShown
  return (
    <div className={`${styles.lost} ${styles.scrolling}`}>
      <RecordTable
        caption={t`Keys to delete`}
        columns={[{ header: <Trans>Name</Trans> }, { header: <Trans>Last used</Trans> }]}
      >
        {keys.slice(0, keysShown).map((key) => (
          <Table.Tr key={key.id}>
            <Table.Td className={styles.target}>{key.name}</Table.Td>
            <Table.Td data-label={t`Last used`}>
              <LastUsed use={key.lastUse} />
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
