import type { AccountPage } from "@latchkey/contract"
import { Plural, Trans, useLingui } from "@lingui/react/macro"
import { paths } from "../../../paths.ts"
import { PageLinks } from "../../../ui/page-links.tsx"
import { countWords } from "../../keys/list/count-words.ts"
import list from "../../keys/list/list.module.css"
import { type PeopleFilter, pageSize } from "./people-filter.ts"

/** The foot of the list: how many accounts there are, and the way to the others. */
export function PeopleFoot({ filter, data, busy }: { filter: PeopleFilter; data: AccountPage; busy: boolean }) {
  const { i18n } = useLingui()
  const { page = 1 } = filter
  const { items, total, nextCursor } = data
  const from = (page - 1) * pageSize + 1
  const isOnly = page === 1 && nextCursor === undefined
  return (
    <div className={list.foot}>
      {isOnly ? (
        <span>
          <Plural value={total} one="# account" other="# accounts" />
        </span>
      ) : (
        <>
          <span>
            <Trans>
              {i18n.number(from)} to {i18n.number(from + items.length - 1)} of {countWords(i18n, total)}
            </Trans>
          </span>
          <PageLinks to={paths.people} search={filter} nextCursor={nextCursor} busy={busy} />
        </>
      )}
    </div>
  )
}
