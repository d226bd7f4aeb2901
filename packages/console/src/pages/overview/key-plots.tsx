import type { KeySummary } from "@latchkey/contract"
import { type KeyType, keyTypes } from "@latchkey/engine"
import { useLingui } from "@lingui/react/macro"
import { useQuery } from "@tanstack/react-query"
import { keySummaryQuery } from "../../api.ts"
import { Card } from "../../ui/card.tsx"
import styles from "./bar-plot.module.css"
import { type Bar, BarPlot } from "./bar-plot.tsx"

/** Fewer keys than this are sooner read than looked at. */
const enoughToPlot = 5
const typesShown = 6

/** How ages, types and last uses of the account's keys are spread. */
export function KeyPlots() {
  const { t } = useLingui()
  const { data } = useQuery(keySummaryQuery)
  const stretches = useStretches()
  if (data === undefined || data.total < enoughToPlot) return null
  const { ages, lastUses, neverUsed, useUnknown } = data
  const spread = (counts: readonly number[]) => counts.map((count, index) => ({ label: stretches[index] ?? "", count }))
  const unknown = useUnknown === 0 ? [] : [{ label: t`Unknown`, count: useUnknown }]
  return (
    <Card title={t`Your keys at a glance`}>
      <div className={styles.plots}>
        <BarPlot title={t`By age`} bars={spread(ages)} />
        <BarPlot title={t`By type`} bars={typeBars(data, t`Others`)} />
        <BarPlot
          title={t`By last use`}
          bars={[...spread(lastUses), { label: t`Never used`, count: neverUsed }, ...unknown]}
        />
      </div>
    </Card>
  )
}

/** Words for the stretches of time that a summary counts by: up to 7, 30, 90, 365 and 730 days, and longer. */
function useStretches(): readonly string[] {
  const { t } = useLingui()
  return [t`Up to a week`, t`Up to a month`, t`Up to 3 months`, t`Up to a year`, t`Up to 2 years`, t`Longer`]
}

function typeBars({ types }: KeySummary, others: string): readonly Bar[] {
  const bars = types.map(({ keyType, bits, count }) => ({ label: labelOf(keyTypes[keyType].family, bits), count }))
  const rest = bars.slice(typesShown).reduce((sum, { count }) => sum + count, 0)
  return rest === 0 ? bars : [...bars.slice(0, typesShown), { label: others, count: rest }]
}

/** The size where a family has several. */
function labelOf(family: KeyType["family"], bits: number): string {
  return family === "RSA" || family === "ECDSA" ? `${family} ${bits}` : family
}
