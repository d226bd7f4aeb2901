import { routes, type SshKey } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { Button } from "@mantine/core"
import { IconPlus } from "@tabler/icons-react"
import { useQuery } from "@tanstack/react-query"
import { lazy, Suspense, useState } from "react"
import { apiQuery } from "../../../api.ts"
import { TestLogin } from "../../../gateway/test-login.tsx"
import { Card } from "../../../ui/card.tsx"
import { ErrorState } from "../../../ui/error-state.tsx"
import { RecordTable } from "../../../ui/record-table.tsx"
import { SkeletonRows } from "../../../ui/skeleton-rows.tsx"
import { useLocalPages } from "../../projects/local-pages.tsx"
import { useIsBeingDeleted } from "../changes/key-deletion.ts"
import { useHolder } from "../holder.tsx"
import { openingsQuery } from "../openings.ts"
import { RemovedNote } from "../servers/removed-note.tsx"
import { ServerRows } from "../servers/server-rows.tsx"
import { SignInsCard } from "../servers/sign-ins-card.tsx"
import { useRemoval } from "../servers/use-removal.tsx"
import { opensNow } from "../ways-in.ts"
import styles from "./detail.module.css"
import { GatewayRow } from "./gateway-row.tsx"

const AddToServerDialog = lazy(async () => ({
  default: (await import("../servers/add-to-server-dialog.tsx")).AddToServerDialog,
}))

/** What a key opens now, and a way to see it happen. */
export function OpensCards({ sshKey }: { sshKey: SshKey }) {
  const { t, i18n } = useLingui()
  const { query, mayChange } = useHolder()
  const removal = useRemoval(sshKey)
  const [adding, setAdding] = useState(false)
  const enabled = !useIsBeingDeleted(sshKey.id)
  const { data: gateway } = useQuery(apiQuery(routes.showGateway, {}))
  const { data: openings, error, refetch } = useQuery({ ...openingsQuery(sshKey), enabled })
  const { shown, foot } = useLocalPages(openings ?? [])
  const opens = gateway?.state === "on" && opensNow(sshKey, Date.now())
  const count = (opens ? 1 : 0) + (openings?.length ?? 0)
  return (
    <>
      <Card
        title={
          <>
            {t`Opens`} {count > 0 ? <span className={styles.count}>{i18n.number(count)}</span> : null}
          </>
        }
        end={
          mayChange ? (
            <Button size="xs" leftSection={<IconPlus size={16} stroke={2} />} onClick={() => setAdding(true)}>
              <Trans>Add to a server</Trans>
            </Button>
          ) : undefined
        }
      >
        {gateway === undefined || (openings === undefined && error === null) ? (
          <SkeletonRows rows={2} height={44} />
        ) : count > 0 ? (
          <RecordTable
            caption={t`What this key opens`}
            columns={[
              { header: <Trans>Target</Trans> },
              { header: <Trans>As</Trans> },
              { header: <Trans>Since</Trans> },
              { header: <Trans>Last sign-in</Trans> },
              { header: <Trans>Actions</Trans>, hidden: true },
            ]}
          >
            {opens ? <GatewayRow sshKey={sshKey} user={gateway.user} /> : null}
            <ServerRows
              keyName={sshKey.name}
              openings={shown}
              onRemove={mayChange ? (opening) => void removal.ask(opening) : undefined}
            />
          </RecordTable>
        ) : openings === undefined ? null : (
          <p className={styles.nothing}>
            {gateway.state === "off" ? (
              <Trans>Opens nothing: no server takes it, and the SSH gateway is off.</Trans>
            ) : (
              <Trans>Opens nothing now.</Trans>
            )}
          </p>
        )}
        {foot}
        {enabled ? <RemovedNote keyId={sshKey.id} /> : null}
        {openings === undefined && error !== null ? (
          <ErrorState
            title={t`Which servers it opens could not be loaded.`}
            error={error}
            onRetry={() => void refetch()}
          />
        ) : null}
      </Card>
      <SignInsCard keyId={sshKey.id} />
      {removal.dialog}
      {adding ? (
        <Suspense>
          <AddToServerDialog sshKey={sshKey} onClose={() => setAdding(false)} />
        </Suspense>
      ) : null}
      {opens ? (
        <Card title={t`Test it`} padded>
          <TestLogin holder={query} />
        </Card>
      ) : null}
    </>
  )
}
