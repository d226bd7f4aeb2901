import { Plural, Trans, useLingui } from "@lingui/react/macro"
import { PageLinks } from "../../../ui/page-links.tsx"
import { useKeyPlaces } from "../holder.tsx"
import { countWords } from "./count-words.ts"
import { type KeyFilter, pageSize } from "./key-filter.ts"
import styles from "./list.module.css"

type Props = { filter: KeyFilter; shown: number; total: number; nextCursor: string | undefined; busy: boolean }

/** The foot of the list: how many keys there are, and the way to the others. */
export function Pager({ filter, shown, total, nextCursor, busy }: Props) {
  const { i18n } = useLingui()
  const { list } = useKeyPlaces()
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
      {several ? <PageLinks {...list} search={filter} nextCursor={nextCursor} busy={busy} /> : <Hints />}
    </div>
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
        <kbd>
          <Trans>Enter</Trans>
        </kbd>{" "}
        <Trans>open</Trans>
      </span>
    </span>
  )
}
