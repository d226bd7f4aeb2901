import { Plural, Trans, useLingui } from "@lingui/react/macro"
import { paths } from "../../paths.ts"
import { PageLinks } from "../../ui/page-links.tsx"
import { countWords } from "../keys/list/count-words.ts"
import styles from "./activity.module.css"
import { type ActivityFilter, pageSize } from "./activity-filter.ts"

type Page = {
  readonly items: readonly unknown[]
  readonly total: number
  readonly nextCursor?: string | undefined
  readonly keptDays: number
}

/** The foot of the list: how much there is, for how long it is kept, and the way to what is older. */
export function ActivityFoot({ filter, page, busy }: { filter: ActivityFilter; page: Page; busy: boolean }) {
  const { i18n } = useLingui()
  const { page: number = 1 } = filter
  const from = (number - 1) * pageSize + 1
  const several = number > 1 || page.nextCursor !== undefined
  return (
    <div className={styles.foot}>
      {several ? (
        <span>
          <Trans>
            {i18n.number(from)} to {i18n.number(from + page.items.length - 1)} of {countWords(i18n, page.total)}
          </Trans>
        </span>
      ) : (
        <span>
          <Plural value={page.total} one="# entry" other="# entries" />
        </span>
      )}
      <span className={styles.kept}>
        {page.keptDays === 0 ? (
          <Trans>Kept for ever.</Trans>
        ) : (
          <Plural value={page.keptDays} one="Kept for # day." other="Kept for # days." />
        )}
      </span>
      {several ? <PageLinks to={paths.activity} search={filter} nextCursor={page.nextCursor} busy={busy} /> : null}
    </div>
  )
}
