import { Plural, Trans, useLingui } from "@lingui/react/macro"
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react"
import { useLocation } from "@tanstack/react-router"
import { paths } from "../../paths.ts"
import { ButtonLink } from "../../ui/links.tsx"
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
export function ActivityFoot({ filter, page }: { filter: ActivityFilter; page: Page }) {
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
      <span>
        {page.keptDays === 0 ? (
          <Trans>Kept for ever.</Trans>
        ) : (
          <Plural value={page.keptDays} one="Kept for # day." other="Kept for # days." />
        )}
      </span>
      {several ? <Pages filter={filter} nextCursor={page.nextCursor} /> : null}
    </div>
  )
}

function Pages({ filter, nextCursor }: { filter: ActivityFilter; nextCursor: string | undefined }) {
  const { page = 1, after, ...first } = filter
  const earlier = useLocation({ select: ({ state }) => state.earlierPages ?? [] })
  const previous = earlier.at(-1)
  return (
    <span className={styles.pages}>
      <ButtonLink
        to={paths.activity}
        size="xs"
        variant="quiet"
        disabled={page === 1}
        search={page === 2 || previous === undefined ? first : { ...first, page: page - 1, after: previous }}
        state={{ earlierPages: earlier.slice(0, -1) }}
        leftSection={<IconChevronLeft size={16} stroke={1.75} />}
      >
        <Trans>Newer</Trans>
      </ButtonLink>
      <ButtonLink
        to={paths.activity}
        size="xs"
        variant="quiet"
        disabled={nextCursor === undefined}
        search={nextCursor === undefined ? filter : { ...first, page: page + 1, after: nextCursor }}
        state={{ earlierPages: after === undefined ? [] : [...earlier, after] }}
        rightSection={<IconChevronRight size={16} stroke={1.75} />}
      >
        <Trans>Older</Trans>
      </ButtonLink>
    </span>
  )
}
