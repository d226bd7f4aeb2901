import { useLingui } from "@lingui/react/macro"
import { IconCheck } from "@tabler/icons-react"
import styles from "./generate.module.css"

/** Where somebody is in a short series of steps; they cannot be jumped to. */
export function Steps({ current, names }: { current: number; names: readonly string[] }) {
  const { t } = useLingui()
  return (
    <ol className={styles.steps} aria-label={t`Steps`}>
      {names.map((name, index) => (
        <li key={name} data-done={index < current || undefined} aria-current={index === current ? "step" : undefined}>
          <span className={styles.dot} aria-hidden="true">
            {index < current ? <IconCheck size={14} stroke={2} /> : index + 1}
          </span>
          <span className={styles.stepName}>{name}</span>
        </li>
      ))}
    </ol>
  )
}
