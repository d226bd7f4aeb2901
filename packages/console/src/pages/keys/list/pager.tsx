import { Plural, Trans, useLingui } from "@lingui/react/macro"
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react"
import { useLocation } from "@tanstack/react-router"
import { paths } from "../../../paths.ts"
import { ButtonLink } from "../../../ui/links.tsx"
import { countWords } from "./count-words.ts"
import { type KeyFilter, pageSize } from "./key-filter.ts"
import styles from "./list.module.css"

declare module "@tanstack/react-router" {
  interface HistoryState {
    /** The cursors of the list's pages before this one, from the second page on. */
    earlierPages?: readonly string[]
  }
}

type Props = { filter: KeyFilter; shown: number; total: number; nextCursor: string | undefined }

/** The foot of the list: how many keys there are, and the way to the others. */
export function Pager({ filter, shown, total, nextCursor }: Props) {
  const { i18n } = useLingui()
  const { page = 1 } = filter
  const from = (page - 1) * pageSize + 1
  const several = page > 1 || nextCursor !== undefined
  return (
    <div className={styles.foot}>
      {several ? (
        <span>
          <Trans>
            {i18n.number(from)} to {i18n.number(from + shown - 1)} of {countWords(i18n, total)}
          </Trans>
        </span>
      ) : (
        <span>
          <Plural value={total} one="# key" other="# keys" />
        </span>
      )}
      {several ? <Pages filter={filter} nextCursor={nextCursor} /> : <Hints />}
    </div>
  )
}

function Pages({ filter, nextCursor }: Pick<Props, "filter" | "nextCursor">) {
  const { page = 1, after, ...first } = filter
  const earlier = useLocation({ select: ({ state }) => state.earlierPages ?? [] })
  const previous = earlier.at(-1)
  return (
    <span className={styles.pages}>
      <ButtonLink
        to={paths.keys}
        size="xs"
        variant="quiet"
        disabled={page === 1}
        search={page === 2 || previous === undefined ? first : { ...first, page: page - 1, after: previous }}
        state={{ earlierPages: earlier.slice(0, -1) }}
        leftSection={<IconChevronLeft size={16} stroke={1.75} />}
      >
        {page > 2 && previous === undefined ? <Trans>First page</Trans> : <Trans>Previous</Trans>}
      </ButtonLink>
      <ButtonLink
        to={paths.keys}
        size="xs"
        variant="quiet"
        disabled={nextCursor === undefined}
        search={nextCursor === undefined ? filter : { ...first, page: page + 1, after: nextCursor }}
        state={{ earlierPages: after === undefined ? [] : [...earlier, after] }}
        rightSection={<IconChevronRight size={16} stroke={1.75} />}
      >
        <Trans>Next</Trans>
      </ButtonLink>
    </span>
  )
}

function Hints() {
  return (
    <span className={styles.hints} aria-hidden="true">
      <span>
        <kbd>/</kbd> <Trans>search</Trans>
      </span>
      <span>
        <kbd>X</kbd> <Trans>select</Trans>
      </span>
      <span>
        <kbd>Enter</kbd> <Trans>open</Trans>
      </span>
    </span>
  )
}
