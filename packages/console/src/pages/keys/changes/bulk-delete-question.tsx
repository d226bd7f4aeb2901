import { routes, type SshKey } from "@latchkey/contract"
import { plural } from "@lingui/core/macro"
import { Plural, Trans, useLingui } from "@lingui/react/macro"
import { Button, Code, Skeleton, Text, TextInput } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { type FormEvent, useState } from "react"
import { apiQuery } from "../../../api.ts"
import { describeFailure } from "../../../failure.ts"
import layout from "../../../ui/dialog.module.css"
import { RecordTable } from "../../../ui/record-table.tsx"
import { Table } from "../../../ui/table.tsx"
import { opensNow } from "../ways-in.ts"
import styles from "./changes.module.css"
import { closedPlacesQuery } from "./closed-places.ts"
import { LostAccess } from "./lost-access.tsx"

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
  const [typed, setTyped] = useState("")
  const label = plural(keys.length, { one: "Delete # key", other: "Delete # keys" })
  const phrase = plural(keys.length, { one: "delete # key", other: "delete # keys" })
  const ready = typed.trim().toLowerCase() === phrase.toLowerCase()

  function submit(event: FormEvent) {
    event.preventDefault()
    if (ready && !busy) onDelete(keys)
  }
  return (
    <form onSubmit={submit}>
      <div className={layout.body}>
        <Text c="dimmed">
          <Plural
            value={keys.length}
            one="It stops working at once. Sessions that are already open stay open."
            other="They stop working at once. Sessions that are already open stay open."
          />
        </Text>
        <KeyList keys={keys} />
        <LostAccess keys={keys} />
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
        <Button type="submit" variant="danger" aria-disabled={!ready || undefined} loading={busy}>
          {label}
        </Button>
      </div>
    </form>
  )
}

function KeyList({ keys }: { keys: readonly SshKey[] }) {
  const { t } = useLingui()
  const { data: gateway } = useQuery(apiQuery(routes.showGateway, {}))
  const { data: closed, error } = useQuery(closedPlacesQuery(keys))
  const more = keys.length - keysShown
  return (
    <div className={`${styles.lost} ${styles.scrolling}`}>
      <RecordTable
        caption={t`Keys to delete`}
        columns={[{ header: <Trans>Name</Trans> }, { header: <Trans>Opens</Trans> }]}
      >
        {keys.slice(0, keysShown).map((key) => (
          <Table.Tr key={key.id}>
            <Table.Td className={styles.target}>{key.name}</Table.Td>
            <Table.Td data-label={t`Opens`}>
              {gateway === undefined || (closed === undefined && error === null) ? (
                <Skeleton height={20} />
              ) : (
                <Opens
                  gateway={gateway.state === "on" && opensNow(key, Date.now())}
                  servers={closed?.serversOf.get(key.id)}
                />
              )}
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

/** What a key opens, in a cell; `servers` is how many, where they were counted. */
function Opens({ gateway, servers }: { gateway: boolean; servers: number | undefined }) {
  if (!gateway && servers === 0) {
    return (
      <span className={styles.remaining}>
        <Trans>Nothing</Trans>
      </span>
    )
  }
  return (
    <span>
      {gateway ? <Trans>SSH gateway</Trans> : null}
      {gateway && servers !== 0 ? ", " : null}
      {servers === undefined ? (
        <Trans>servers not counted</Trans>
      ) : servers === 0 ? null : (
        <Plural value={servers} one="# server" other="# servers" />
      )}
    </span>
  )
}
