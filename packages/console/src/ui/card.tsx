import { type ReactNode, useId } from "react"
import styles from "./card.module.css"

type Props = {
  title?: ReactNode
  /** Stands at the right of the title. */
  end?: ReactNode
  /** Inner space; without it the content reaches the edges, as tables and lists do. */
  padded?: boolean
  className?: string | undefined
  children: ReactNode
}

/** A bordered surface, named by its title. */
export function Card({ title, end, padded = false, className, children }: Props) {
  const id = useId()
  const named = title === undefined ? {} : { "aria-labelledby": id }
  return (
    <section className={`${styles.card} ${className ?? ""}`} {...named}>
      {title === undefined ? null : (
        <header className={styles.header}>
          <h2 id={id}>{title}</h2>
          {end === undefined ? null : <div className={styles.end}>{end}</div>}
        </header>
      )}
      {padded ? <div className={styles.body}>{children}</div> : children}
    </section>
  )
}
