import { Trans } from "@lingui/react/macro"
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react"
import { useLocation } from "@tanstack/react-router"
import type { paths } from "../paths.ts"
import { ButtonLink } from "./links.tsx"
import styles from "./page-links.module.css"

declare module "@tanstack/react-router" {
  interface HistoryState {
    /** The cursors of the list's pages before this one, from the second page on. */
    earlierPages?: readonly string[]
  }
}

/** What the address of a list says of its page: its number, from 2 on, and the cursor that leads to it. */
type Place = { readonly page?: number; readonly after?: string }

type Props = {
  to: typeof paths.keys | typeof paths.people | typeof paths.robot | typeof paths.activity
  params?: Readonly<Record<string, string>>
  search: Place
  nextCursor: string | undefined
  /** Whether what is shown is still the page before, whose cursor leads to the wrong one. */
  busy: boolean
}

/** The ways to the pages before and after the one that is shown. */
export function PageLinks({ to, params = {}, search, nextCursor, busy }: Props) {
  const { page = 1, after, ...first } = search
  const earlier = useLocation({ select: ({ state }) => state.earlierPages ?? [] })
  const previous = earlier.at(-1)
  return (
    <span className={styles.pages}>
      <ButtonLink
        to={to}
        params={params}
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
        to={to}
        params={params}
        size="xs"
        variant="quiet"
        disabled={busy || nextCursor === undefined}
        search={nextCursor === undefined ? search : { ...first, page: page + 1, after: nextCursor }}
        state={{ earlierPages: after === undefined ? [] : [...earlier, after] }}
        rightSection={<IconChevronRight size={16} stroke={1.75} />}
      >
        <Trans>Next</Trans>
      </ButtonLink>
    </span>
  )
}
