import type { KeySummary } from "@latchkey/contract"
import type { KeyHealth } from "@latchkey/core"
import { Plural, Trans, useLingui } from "@lingui/react/macro"
import {
  IconAlertTriangle,
  IconBan,
  IconCalendar,
  IconCalendarCheck,
  IconHistoryToggle,
  IconShieldCheck,
} from "@tabler/icons-react"
import { useQuery } from "@tanstack/react-query"
import type { ReactNode } from "react"
import { keySummaryQuery } from "../../api.ts"
import { paths } from "../../paths.ts"
import { Card } from "../../ui/card.tsx"
import { ErrorState } from "../../ui/error-state.tsx"
import { TextLink } from "../../ui/links.tsx"
import { SkeletonRows } from "../../ui/skeleton-rows.tsx"
import styles from "./overview.module.css"

/** What is well with the account's keys and what is not; each count leads to the keys that it counts. */
export function HealthCard() {
  const { t } = useLingui()
  const { data, error, refetch } = useQuery(keySummaryQuery)
  return (
    <Card title={t`Health`}>
      {data !== undefined ? (
        <Lines summary={data} />
      ) : error === null ? (
        <SkeletonRows rows={3} height={44} />
      ) : (
        <ErrorState title={t`The state of your keys could not be loaded.`} error={error} onRetry={refetch} />
      )}
    </Card>
  )
}

const size = { size: 18, stroke: 1.75, "aria-hidden": true } as const

function Lines({ summary }: { summary: KeySummary }) {
  const { total, health } = summary
  return (
    <ul>
      {health.stopped === 0 ? null : (
        <Line icon={<IconBan {...size} color="var(--lk-bad)" />}>
          <ToKeys health="stopped">
            <Plural
              value={health.stopped}
              one="# key is stopped by the key policy"
              other="# keys are stopped by the key policy"
            />
          </ToKeys>
        </Line>
      )}
      {health.weak === 0 ? (
        <Line
          icon={<IconShieldCheck {...size} color="var(--lk-ok)" />}
          note={<Plural value={total} one="# checked" other="# checked" />}
        >
          <Trans>No weak keys</Trans>
        </Line>
      ) : (
        <Line icon={<IconAlertTriangle {...size} color="var(--lk-bad)" />}>
          <ToKeys health="weak">
            <Plural value={health.weak} one="# weak key" other="# weak keys" />
          </ToKeys>
        </Line>
      )}
      {health.expiring === 0 ? (
        <Line icon={<IconCalendarCheck {...size} color="var(--lk-ok)" />}>
          <Trans>Nothing expires in the next 30 days</Trans>
        </Line>
      ) : (
        <Line icon={<IconCalendar {...size} color="var(--lk-warn)" />}>
          <ToKeys health="expiring">
            <Plural
              value={health.expiring}
              one="# key expires in the next 30 days"
              other="# keys expire in the next 30 days"
            />
          </ToKeys>
        </Line>
      )}
      <UnusedLine summary={summary} />
    </ul>
  )
}

function UnusedLine({ summary: { days, ages, health } }: { summary: KeySummary }) {
  const icon = <IconHistoryToggle {...size} color="var(--lk-text-3)" />
  if (health.unused > 0) {
    return (
      <Line icon={icon}>
        <ToKeys health="unused">
          <Plural value={health.unused} one="# key unused for 90 days" other="# keys unused for 90 days" />
        </ToKeys>
      </Line>
    )
  }
  const isKnown = ages.slice(days.indexOf(90) + 1).some((count) => count > 0)
  if (isKnown) {
    return (
      <Line icon={<IconHistoryToggle {...size} color="var(--lk-ok)" />}>
        <Trans>No key unused for 90 days</Trans>
      </Line>
    )
  }
  return (
    <Line icon={icon} note={<Trans>Known after 90 days of use</Trans>}>
      <Trans>Unused keys</Trans>
    </Line>
  )
}

function Line({ icon, note, children }: { icon: ReactNode; note?: ReactNode; children: ReactNode }) {
  return (
    <li className={styles.health}>
      {icon}
      <span>{children}</span>
      {note === undefined ? null : <span className={styles.note}>{note}</span>}
    </li>
  )
}

function ToKeys({ health, children }: { health: KeyHealth; children: ReactNode }) {
  return (
    <TextLink inherit to={paths.keys} search={{ health, owner: "mine" }}>
      {children}
    </TextLink>
  )
}
