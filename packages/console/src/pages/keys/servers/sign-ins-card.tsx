import { maximumPageSize } from "@latchkey/core"
import { Trans, useLingui } from "@lingui/react/macro"
import { Button } from "@mantine/core"
import { keepPreviousData, useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { Card } from "../../../ui/card.tsx"
import { ErrorState } from "../../../ui/error-state.tsx"
import mono from "../../../ui/mono.module.css"
import { RecordTable } from "../../../ui/record-table.tsx"
import { SkeletonRows } from "../../../ui/skeleton-rows.tsx"
import { Table } from "../../../ui/table.tsx"
import { Timestamp } from "../../../ui/timestamp.tsx"
import { useIsBeingDeleted } from "../changes/key-deletion.ts"
import styles from "../detail/detail.module.css"
import { type KeyLogin, keyLoginsQuery, loginsShown } from "./key-logins.ts"
import { LoginResult } from "./login-result.tsx"

/** What servers said last of logins with a key, refused ones with the reason. */
export function SignInsCard({ keyId }: { keyId: string }) {
  const { t } = useLingui()
  const [limit, setLimit] = useState(loginsShown)
  const { data, error, refetch } = useQuery({
    ...keyLoginsQuery(keyId, limit),
    enabled: !useIsBeingDeleted(keyId),
    placeholderData: keepPreviousData,
  })
  // Of no use before there is a server that reports.
  if (data?.total === 0) return null
  return (
    <Card title={t`Recent sign-ins`}>
      {data !== undefined ? (
        <>
          <RecordTable
            caption={t`Recent sign-ins`}
            columns={[
              { header: <Trans>When</Trans> },
              { header: <Trans>Where</Trans> },
              { header: <Trans>From</Trans> },
              { header: <Trans>Result</Trans> },
            ]}
          >
            {data.items.map((login) => (
              <LoginRow key={login.id} login={login} />
            ))}
          </RecordTable>
          {data.total > data.items.length && limit < maximumPageSize ? (
            <div className={styles.more}>
              <Button size="xs" variant="quiet" onClick={() => setLimit(maximumPageSize)}>
                <Trans>Show more</Trans>
              </Button>
            </div>
          ) : null}
        </>
      ) : error === null ? (
        <SkeletonRows rows={2} height={44} />
      ) : (
        <ErrorState title={t`The sign-ins could not be loaded.`} error={error} onRetry={() => void refetch()} />
      )}
    </Card>
  )
}

function LoginRow({ login }: { login: KeyLogin }) {
  const { t } = useLingui()
  return (
    <Table.Tr>
      <Table.Td>
        <Timestamp at={login.at} />
      </Table.Td>
      <Table.Td data-label={t`Where`}>
        <span className={styles.where}>
          <strong>{login.server.name}</strong> <span className={styles.as}>{login.loginUser}</span>
        </span>
      </Table.Td>
      <Table.Td data-label={t`From`}>
        <span className={`${mono.mono} ${styles.source}`}>{login.address}</span>
      </Table.Td>
      <Table.Td data-label={t`Result`}>
        <LoginResult login={login} />
      </Table.Td>
    </Table.Tr>
  )
}
