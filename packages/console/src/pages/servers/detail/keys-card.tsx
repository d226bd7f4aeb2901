import { routes, type Server } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { Button } from "@mantine/core"
import { IconKey, IconPlus } from "@tabler/icons-react"
import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { apiQuery } from "../../../api.ts"
import { Card } from "../../../ui/card.tsx"
import { EmptyState } from "../../../ui/empty-state.tsx"
import { ErrorState } from "../../../ui/error-state.tsx"
import { SkeletonRows } from "../../../ui/skeleton-rows.tsx"
import styles from "../servers.module.css"
import { AddAccessDialog } from "./add-access-dialog.tsx"
import { FoundKeysLine } from "./found-keys-line.tsx"
import { KeyTable } from "./key-table.tsx"

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
  const promise = <Trans>Changes reach it in seconds. It confirms each one with the time it took effect.</Trans>
  return (
    <>
      <Card>
        {isEmpty ? null : (
          <div className={styles.lead}>
            <span>{promise}</span>
            {mayChange ? add : null}
          </div>
        )}
        {keys.data !== undefined && accesses.data !== undefined ? (
          isEmpty ? (
            <EmptyState
              icon={<IconKey size={28} stroke={1.75} aria-hidden />}
              title={<Trans>Latchkey puts no keys on this server yet.</Trans>}
              actions={mayChange ? add : undefined}
            >
              {promise}
            </EmptyState>
          ) : (
            <KeyTable server={server} mayChange={mayChange} keys={keys.data} accesses={accesses.data.items} />
          )
        ) : error === null ? (
          <SkeletonRows rows={2} />
        ) : (
          <ErrorState title={t`This list could not be loaded.`} error={error} onRetry={() => void keys.refetch()} />
        )}
        <FoundKeysLine server={server} mayChange={mayChange} keys={keys.data} />
      </Card>
      {adding && !keys.isPending && !accesses.isPending ? (
        <AddAccessDialog
          server={server}
          usualUser={mostUsed([...(keys.data?.items ?? []), ...(accesses.data?.items ?? [])])}
          onClose={() => setAdding(false)}
        />
      ) : null}
    </>
  )
}

/** The login user that most of these sign in as; undefined when there are none. */
function mostUsed(uses: readonly { readonly loginUser: string }[]): string | undefined {
  const counts = new Map<string, number>()
  for (const { loginUser } of uses) counts.set(loginUser, (counts.get(loginUser) ?? 0) + 1)
  return [...counts].toSorted(([, a], [, b]) => b - a)[0]?.[0]
}
