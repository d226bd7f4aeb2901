import type { ClosingsRequest } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { Alert, Skeleton } from "@mantine/core"
import { IconAlertTriangle } from "@tabler/icons-react"
import { RecordTable } from "../../../ui/record-table.tsx"
import styles from "../changes/changes.module.css"
import { ClosedServerRows, ClosedServersNote } from "./closed-servers.tsx"
import type { useClosings } from "./closings.ts"
import { LookAgain } from "./look-again.tsx"

type Props = Pick<ReturnType<typeof useClosings>, "closings" | "error" | "news"> & { of: ClosingsRequest }

/** Which servers close when an account opens nothing any more, everywhere or in a project. */
export function AccountClosings({ of, closings, error, news }: Props) {
  const { t } = useLingui()
  if (closings === undefined) {
    if (error === null) return <Skeleton height={76} />
    return (
      <Alert variant="warn" icon={<IconAlertTriangle size={18} stroke={1.75} />}>
        <Trans>Which servers this closes could not be loaded. Close this and open it again to try once more.</Trans>
      </Alert>
    )
  }
  return (
    <>
      <LookAgain news={news} />
      {closings.places.length === 0 ? null : (
        <div className={styles.lost}>
          <RecordTable
            caption={t`What is lost`}
            columns={[
              { header: <Trans>Target</Trans> },
              { header: <Trans>Who loses access</Trans> },
              { header: <Trans>Way in that remains</Trans> },
            ]}
          >
            <ClosedServerRows of={of} closings={closings} />
          </RecordTable>
        </div>
      )}
      <ClosedServersNote closings={closings} />
    </>
  )
}
