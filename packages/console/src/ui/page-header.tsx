import { useLingui } from "@lingui/react/macro"
import { IconChevronRight } from "@tabler/icons-react"
import type { ReactNode } from "react"
import styles from "./page-header.module.css"
import { usePageTitle } from "./page-title.ts"

type Props = {
  title: string
  description?: ReactNode
  /** A link to the page above; `crumb` is what this page is called behind it, the title unless said. */
  parent?: ReactNode
  crumb?: string
  badges?: ReactNode
  actions?: ReactNode
  /** Stands in the place of the title while that is being changed. */
  editor?: ReactNode
  /** The large form, for greetings only. */
  display?: boolean
}

/** The head of every page: its one `h1`, and what can be done with the whole of it. */
export function PageHeader({ title, description, parent, crumb, badges, actions, editor, display = false }: Props) {
  const { t } = useLingui()
  const heading = usePageTitle(title)
  return (
    <>
      {parent === undefined ? null : (
        <nav className={styles.crumbs} aria-label={t`Breadcrumb`}>
          <ol>
            <li>
              {parent}
              <IconChevronRight size={14} stroke={2} aria-hidden />
            </li>
            <li aria-current="page" className={styles.here}>
              {crumb ?? title}
            </li>
          </ol>
        </nav>
      )}
      <div className={styles.header}>
        <div className={styles.text}>
          <div className={styles.titleRow}>
            <h1
              ref={heading}
              tabIndex={-1}
              className={display ? styles.display : undefined}
              hidden={editor !== undefined}
            >
              {title}
            </h1>
            {editor}
            {badges}
          </div>
          {description === undefined ? null : <p className={styles.description}>{description}</p>}
        </div>
        {actions === undefined ? null : <div className={styles.actions}>{actions}</div>}
      </div>
    </>
  )
}
