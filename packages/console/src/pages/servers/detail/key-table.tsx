import type { Access, Server, ServerKeyList } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { Button } from "@mantine/core"
import { useState } from "react"
import { ShortFingerprint } from "../../../ui/fingerprint.tsx"
import { KeyTypeLabel } from "../../../ui/key-type-label.tsx"
import { RecordTable, recordTable } from "../../../ui/record-table.tsx"
import { Table } from "../../../ui/table.tsx"
import styles from "../servers.module.css"
import { AccessOptions } from "./access-options.tsx"
import { Effect, Removing } from "./effect.tsx"
import { type Ending, EndLoginsDialog } from "./end-logins-dialog.tsx"
import { KeyActions } from "./key-actions.tsx"
import { BreakGlassBadge, KeyCell } from "./key-cell.tsx"
import { LastLogin, OpenLogins } from "./last-login.tsx"
import { RemoveAccessDialog } from "./remove-access-dialog.tsx"
import { SubjectName } from "./subject-name.tsx"

type Props = { server: Server; mayChange: boolean; keys: ServerKeyList; accesses: readonly Access[] }

/** A row for each key that opens a server, each access that lets nobody in, and each key that is on its way out. */
export function KeyTable({ server, mayChange, keys, accesses }: Props) {
  const { t } = useLingui()
  const [removing, setRemoving] = useState<Access>()
  const [ending, setEnding] = useState<Ending>()
  const accessOf = new Map(accesses.map((access) => [access.id, access]))
  const actions = (access: Access | undefined, name: string, end?: { fingerprint: string; openLogins: number }) =>
    !mayChange ? null : (
      <Table.Td className={recordTable.actions}>
        {access === undefined ? null : (
          <KeyActions
            server={server}
            access={access}
            name={name}
            openLogins={end?.openLogins ?? 0}
            onEnd={() => end !== undefined && setEnding({ name, fingerprint: end.fingerprint })}
            onRemove={() => setRemoving(access)}
          />
        )}
      </Table.Td>
    )
  const columns = [
    { header: t`Key` },
    { header: t`Type` },
    { header: t`Owner` },
    { header: t`Signs in as` },
    { header: t`State on the server` },
    { header: t`Last sign-in` },
    ...(mayChange ? [{ header: t`Actions`, hidden: true }] : []),
  ]
  return (
    <>
      <RecordTable caption={t`Keys that open this server`} columns={columns}>
        {keys.items.map((item) => (
          <Table.Tr key={`${item.loginUser} ${item.key.id}`}>
            <Table.Td className={recordTable.name}>
              <KeyCell
                item={item}
                projectId={server.projectId}
                isBreakGlass={accessOf.get(item.accessId)?.breakGlass === true}
              />
            </Table.Td>
            <Table.Td data-label={t`Type`}>
              <KeyTypeLabel keyType={item.key.keyType} bits={item.key.bits} />
            </Table.Td>
            <Table.Td data-label={t`Owner`}>
              <span>
                {item.owner.handle}
                <Grant access={accessOf.get(item.accessId)} />
              </span>
            </Table.Td>
            <Table.Td data-label={t`Signs in as`}>
              <span>
                <code>{item.loginUser}</code>
                <AccessOptions access={accessOf.get(item.accessId)} />
              </span>
            </Table.Td>
            <Table.Td data-label={t`State on the server`}>
              <Effect
                serverName={server.name}
                keyName={item.key.name}
                state={item.state}
                reason={item.reason}
                since={item.since}
              />
            </Table.Td>
            <Table.Td data-label={t`Last sign-in`}>
              <LastLogin seen={item} />
            </Table.Td>
            {actions(accessOf.get(item.accessId), item.key.name, {
              fingerprint: item.key.fingerprint,
              openLogins: item.openLogins,
            })}
          </Table.Tr>
        ))}
        {accesses
          .filter(({ opens }) => opens === 0)
          .map((access) => (
            <Table.Tr key={access.id} className={recordTable.off}>
              <Table.Td className={recordTable.name}>
                <SubjectName access={access} /> {access.breakGlass ? <BreakGlassBadge /> : null}
              </Table.Td>
              <Table.Td />
              <Table.Td />
              <Table.Td data-label={t`Signs in as`}>
                <span>
                  <code>{access.loginUser}</code>
                  <AccessOptions access={access} />
                </span>
              </Table.Td>
              <Table.Td data-label={t`State on the server`}>
                <Trans>Opens with no key now</Trans>
              </Table.Td>
              <Table.Td />
              {actions(access, nameOf(access) ?? t`All keys of all members`)}
            </Table.Tr>
          ))}
        {keys.removals.map(({ loginUser, keyId, fingerprint, since, inEffectSince, openLogins }) => (
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
              {inEffectSince === null ? <Removing since={since} serverName={server.name} /> : <Trans>Removed</Trans>}
            </Table.Td>
            <Table.Td data-label={openLogins === 0 ? undefined : t`Last sign-in`}>
              {openLogins === 0 ? null : <OpenLogins count={openLogins} />}
            </Table.Td>
            {!mayChange ? null : (
              <Table.Td className={recordTable.actions}>
                {openLogins === 0 ? null : (
                  <Button size="xs" variant="quiet" onClick={() => setEnding({ name: t`this key`, fingerprint })}>
                    <Trans>End sessions</Trans>
                  </Button>
                )}
              </Table.Td>
            )}
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
      {ending === undefined ? null : (
        <EndLoginsDialog server={server} ending={ending} onClose={() => setEnding(undefined)} />
      )}
    </>
  )
}

/** Why a key opens the server where nobody chose that key itself. */
function Grant({ access }: { access: Access | undefined }) {
  if (access === undefined || access.subject.kind === "key") return null
  return (
    <span className={styles.second}>
      <SubjectName access={access} />
    </span>
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
