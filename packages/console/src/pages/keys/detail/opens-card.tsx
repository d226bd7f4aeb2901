import { routes, type SshKey } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { IconTerminal2 } from "@tabler/icons-react"
import { useQuery } from "@tanstack/react-query"
import { apiQuery } from "../../../api.ts"
import { TestLogin } from "../../../gateway/test-login.tsx"
import { Card } from "../../../ui/card.tsx"
import { LastUsed } from "../../../ui/last-used.tsx"
import { RecordTable } from "../../../ui/record-table.tsx"
import { SkeletonRows } from "../../../ui/skeleton-rows.tsx"
import { Table } from "../../../ui/table.tsx"
import { Timestamp } from "../../../ui/timestamp.tsx"
import { useHolder } from "../holder.tsx"
import { opensNow } from "../ways-in.ts"
import styles from "./detail.module.css"

/** What a key opens now, and a way to see it happen. */
export function OpensCards({ sshKey }: { sshKey: SshKey }) {
  const { t } = useLingui()
  const { query } = useHolder()
  const { data: gateway } = useQuery(apiQuery(routes.showGateway, {}))
  const opens = gateway?.state === "on" && opensNow(sshKey, Date.now())
  return (
    <>
      <Card
        title={
          <>
            {t`Opens`} {opens ? <span className={styles.count}>1</span> : null}
          </>
        }
      >
        {gateway === undefined ? (
          <SkeletonRows rows={2} height={44} />
        ) : opens ? (
          <RecordTable
            caption={t`What this key opens`}
            columns={[
              { header: <Trans>Target</Trans> },
              { header: <Trans>As</Trans> },
              { header: <Trans>Since</Trans> },
              { header: <Trans>Last sign-in</Trans> },
            ]}
          >
            <Table.Tr>
              <Table.Td>
                <span className={styles.target}>
                  <IconTerminal2 size={18} stroke={1.75} aria-hidden />
                  <Trans>SSH gateway</Trans>
                </span>
              </Table.Td>
              <Table.Td data-label={t`As`}>
                <code>{gateway.user}</code>
              </Table.Td>
              <Table.Td data-label={t`Since`}>
                <span className={styles.none}>
                  <Timestamp at={sshKey.createdAt} form="date" />
                </span>
              </Table.Td>
              <Table.Td data-label={t`Last sign-in`}>
                <LastUsed use={sshKey.lastUse} />
              </Table.Td>
            </Table.Tr>
          </RecordTable>
        ) : (
          <p className={styles.nothing}>
            {gateway.state === "off" ? (
              <Trans>Opens nothing: the SSH gateway is off.</Trans>
            ) : (
              <Trans>Opens nothing now.</Trans>
            )}
          </p>
        )}
      </Card>
      {opens ? (
        <Card title={t`Test it`} padded>
          <TestLogin holder={query} />
        </Card>
      ) : null}
    </>
  )
}
