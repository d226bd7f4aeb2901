import { useLingui } from "@lingui/react/macro"
import { useId } from "react"
import styles from "./bar-plot.module.css"

export type Bar = { readonly label: string; readonly count: number }

/** Bars with their names and numbers beside them: the numbers are the text of what the bars show. */
export function BarPlot({ title, bars }: { title: string; bars: readonly Bar[] }) {
  const { i18n } = useLingui()
  const id = useId()
  const largest = Math.max(1, ...bars.map(({ count }) => count))
  return (
    <figure className={styles.plot} aria-labelledby={id}>
      <figcaption id={id}>{title}</figcaption>
      <dl>
        {bars.map(({ label, count }) => (
          <div key={label} className={styles.row}>
            <dt>{label}</dt>
            <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
              <rect className={styles.track} width="100" height="10" />
              <rect className={styles.bar} width={(100 * count) / largest} height="10" />
            </svg>
            <dd>{i18n.number(count)}</dd>
          </div>
        ))}
      </dl>
    </figure>
  )
}
