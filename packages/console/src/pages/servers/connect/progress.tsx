import type { Server } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { Alert } from "@mantine/core"
import { IconAlertTriangle, IconCircleCheck, IconCircleDashed } from "@tabler/icons-react"
import { type ReactNode, useEffect, useState } from "react"
import { Card } from "../../../ui/card.tsx"
import { Timestamp } from "../../../ui/timestamp.tsx"
import styles from "../servers.module.css"
import { useKeptEnrolment } from "./kept-enrolment.ts"

/** After so many seconds without a word something is wrong. */
const patience = 120

/**
 * How far a server has come on its way to its first keys.
 *
 * @param isNumbered it is the second of two steps
 */
export function Progress({ server, isNumbered = false }: { server: Server; isNumbered?: boolean }) {
  const { t } = useLingui()
  const { id, state, scriptFetchedAt, enrolledAt, confirmedAt, acknowledgedAt } = server
  const enrolment = useKeptEnrolment(id)
  const seconds = useSecondsSince(state === "waiting" ? enrolment?.madeAt : undefined)
  return (
    <Card title={isNumbered ? t`2. Latchkey hears from it` : t`Latchkey hears from it`} padded>
      <div className={styles.stack}>
        {state === "waiting" ? (
          <p className={styles.waiting}>
            <Trans>Waiting for the server</Trans>
            {seconds === undefined ? null : (
              <span className={styles.elapsed}>
                <Elapsed seconds={seconds} />
              </span>
            )}
          </p>
        ) : null}
        <ul className={styles.steps}>
          <Step at={scriptFetchedAt ?? enrolledAt}>
            <Trans>The script was fetched</Trans>
          </Step>
          <Step at={enrolledAt}>
            <Trans>The command has run there</Trans>
          </Step>
          <Step at={confirmedAt}>
            <Trans>Somebody has confirmed its host keys</Trans>
          </Step>
          <Step at={acknowledgedAt}>
            <Trans>Its first keys are in effect</Trans>
          </Step>
        </ul>
        {state !== "waiting" ? null : scriptFetchedAt !== null ? (
          <p className={styles.hint}>
            <Trans>If the command ended there, it has said why.</Trans>
          </p>
        ) : seconds !== undefined && seconds >= patience ? (
          <Alert variant="warn" role="status" icon={<IconAlertTriangle size={18} stroke={1.75} />}>
            <Trans>
              Nothing after two minutes. If the command ended there, it has said why. The server needs to reach{" "}
              <code>{location.origin}</code>.
            </Trans>
          </Alert>
        ) : (
          <p className={styles.hint}>
            <Trans>
              Nothing after two minutes? The server needs to reach <code>{location.origin}</code>.
            </Trans>
          </p>
        )}
        <p className={styles.hint}>
          <Trans>This page updates by itself, and you can leave it.</Trans>
        </p>
      </div>
    </Card>
  )
}

function Step({ at, children }: { at: string | null; children: ReactNode }) {
  const { t } = useLingui()
  const icon = { size: 16, stroke: 1.75 } as const
  return (
    <li data-done={at !== null || undefined}>
      {at === null ? (
        <IconCircleDashed {...icon} role="img" aria-label={t`Not yet:`} />
      ) : (
        <IconCircleCheck {...icon} role="img" aria-label={t`Done:`} />
      )}
      <span>{children}</span>
      {at === null ? null : (
        <span className={styles.elapsed}>
          <Timestamp at={at} form="time" />
        </span>
      )}
    </li>
  )
}

function Elapsed({ seconds }: { seconds: number }) {
  const minutes = Math.floor(seconds / 60)
  const rest = seconds % 60
  if (minutes === 0) return <Trans>{rest} s</Trans>
  return (
    <Trans>
      {minutes} min {rest} s
    </Trans>
  )
}

/** Whole seconds since a moment, said anew each second; none without a moment. */
function useSecondsSince(since: number | undefined): number | undefined {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    if (since === undefined) return
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [since])
  return since === undefined ? undefined : Math.max(0, Math.floor((now - since) / 1000))
}
