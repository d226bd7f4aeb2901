import type { ReactNode } from "react"
import styles from "./empty-state.module.css"

type Props = { icon: ReactNode; title: ReactNode; children?: ReactNode; actions?: ReactNode }

/** What stands in place of content that is not there: one sentence and what to do about it. */
export function EmptyState({ icon, title, children, actions }: Props) {
  return (
    <div className={styles.state}>
      {icon}
      <p className={styles.title}>{title}</p>
      {children === undefined ? null : <p className={styles.text}>{children}</p>}
      {actions === undefined ? null : <div className={styles.actions}>{actions}</div>}
    </div>
  )
}
