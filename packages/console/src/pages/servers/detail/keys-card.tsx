import { type Access, routes, type Server, type ServerKeyList } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { Button } from "@mantine/core"
import { IconKey, IconPlus } from "@tabler/icons-react"
import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { apiQuery } from "../../../api.ts"
import { Card } from "../../../ui/card.tsx"
import { EmptyState } from "../../../ui/empty-state.tsx"
import { ErrorState } from "../../../ui/error-state.tsx"
import { ShortFingerprint } from "../../../ui/fingerprint.tsx"
import { KeyTypeLabel } from "../../../ui/key-type-label.tsx"
import { RecordTable, recordTable } from "../../../ui/record-table.tsx"
import { SkeletonRows } from "../../../ui/skeleton-rows.tsx"
import { Table } from "../../../ui/table.tsx"
import styles from "../servers.module.css"
import { AddAccessDialog } from "./add-access-dialog.tsx"
import { Effect, Removing } from "./effect.tsx"
import { RemoveAccessDialog } from "./remove-access-dialog.tsx"
import { SubjectName } from "./subject-name.tsx"

type Props = { server: Server; mayChange: boolean }

/** The keys that open a server, each with whether the server has said so, and the ways to change them. */
export function KeysCard({ server, mayChange }: Props) {
  const { t } = useLingui()
  const params = { id: server.id }
  const keys = useQuery(apiQuery(routes.listServerKeys, { params }))
  const accesses = useQuery(apiQuery(routes.listAccesses, { params }))
  const [adding, setAdding] = useState(false)
  const error = keys.error ?? accesses.error
  const add = (
    <Button variant="filled" leftSection={<IconPlus size={16} stroke={2} />} onClick={() => setAdding(true)}>
      <Trans>Add keys</Trans>
    </Button>
  )
  const isEmpty = accesses.data?.items.length === 0 && keys.data?.removals.length === 0
  return (
    <>
      <Card title={t`Keys`} end={mayChange && !isEmpty ? add : undefined}>
        {keys.data !== undefined && accesses.data !== undefined ? (
          isEmpty ? (
            <EmptyState
              icon={<IconKey size={28} stroke={1.75} aria-hidden />}
              title={<Trans>Latchkey puts no keys on this server yet.</Trans>}
              actions={mayChange ? add : undefined}
            >
              <Trans>Changes reach it in seconds. It confirms each one with the time it took effect.</Trans>
            </EmptyState>
          ) : (
            <KeyTable server={server} mayChange={mayChange} keys={keys.data} accesses={accesses.data.items} />
          )
        ) : error === null ? (
          <SkeletonRows rows={2} />
        ) : (
          <ErrorState title={t`This list could not be loaded.`} error={error} onRetry={() => void keys.refetch()} />
        )}
      </Card>
      {adding ? <AddAccessDialog server={server} onClose={() => setAdding(false)} /> : null}
    </>
  )
}

type TableProps = Props & { keys: ServerKeyList; accesses: readonly Access[] }

function KeyTable({ server, mayChange, keys, accesses }: TableProps) {
  const { t } = useLingui()
  const [removing, setRemoving] = useState<Access>()
  const accessOf = new Map(accesses.map((access) => [access.id, access]))
  const remove = (access: Access | undefined, name: string, loginUser: string) =>
    !mayChange ? null : (
      <Table.Td className={recordTable.actions}>
        {access === undefined ? null : (
          <Button
            variant="quiet"
            size="xs"
            aria-label={t`Remove ${name} as ${loginUser}`}
            onClick={() => setRemoving(access)}
          >
            <Trans>Remove</Trans>
          </Button>
        )}
      </Table.Td>
    )
  const columns = [
    { header: t`Key` },
    { header: t`Type` },
    { header: t`Owner` },
    { header: t`Signs in as` },
    { header: t`State on the server` },
    ...(mayChange ? [{ header: t`Actions`, hidden: true }] : []),
  ]
  return (
    <>
      <RecordTable caption={t`Keys that open this server`} columns={columns}>
        {keys.items.map((item) => (
          <Table.Tr key={`${item.loginUser} ${item.key.id}`}>
            <Table.Td className={recordTable.name}>
              {item.key.name}
              <span className={styles.second}>
                <ShortFingerprint fingerprint={item.key.fingerprint} />
              </span>
            </Table.Td>
            <Table.Td data-label={t`Type`}>
              <KeyTypeLabel keyType={item.key.keyType} bits={item.key.bits} />
            </Table.Td>
            <Table.Td data-label={t`Owner`}>{item.owner.handle}</Table.Td>
            <Table.Td data-label={t`Signs in as`}>
              <code>{item.loginUser}</code>
            </Table.Td>
            <Table.Td data-label={t`State on the server`}>
              <Effect serverName={server.name} keyName={item.key.name} state={item.state} since={item.since} />
            </Table.Td>
            {remove(accessOf.get(item.accessId), item.key.name, item.loginUser)}
          </Table.Tr>
        ))}
        {accesses
          .filter(({ opens }) => opens === 0)
          .map((access) => (
            <Table.Tr key={access.id} className={recordTable.off}>
              <Table.Td className={recordTable.name}>
                <SubjectName access={access} />
              </Table.Td>
              <Table.Td />
              <Table.Td />
              <Table.Td data-label={t`Signs in as`}>
                <code>{access.loginUser}</code>
              </Table.Td>
              <Table.Td data-label={t`State on the server`}>
                <Trans>Opens with no key now</Trans>
              </Table.Td>
              {remove(access, nameOf(access) ?? t`All keys of all members`, access.loginUser)}
            </Table.Tr>
          ))}
        {keys.removals.map(({ loginUser, keyId, fingerprint, since }) => (
          <Table.Tr key={`${loginUser} ${keyId}`} className={recordTable.off}>
            <Table.Td className={recordTable.name}>
              <ShortFingerprint fingerprint={fingerprint} />
            </Table.Td>
            <Table.Td />
            <Table.Td />
            <Table.Td data-label={t`Signs in as`}>
              <code>{loginUser}</code>
            </Table.Td>
            <Table.Td data-label={t`State on the server`}>
              <Removing since={since} serverName={server.name} />
            </Table.Td>
            {remove(undefined, "", "")}
          </Table.Tr>
        ))}
      </RecordTable>
      {removing === undefined ? null : (
        <RemoveAccessDialog
          server={server}
          access={removing}
          isLast={keys.items.every(({ accessId }) => accessId === removing.id)}
          onClose={() => setRemoving(undefined)}
        />
      )}
    </>
  )
}

/** What the list calls the key or account of an access; undefined for all members. */
function nameOf({ subject }: Access): string | undefined {
  switch (subject.kind) {
    case "key":
      return subject.key.name
    case "account":
      return subject.account.handle
    case "project":
      return undefined
  }
}
