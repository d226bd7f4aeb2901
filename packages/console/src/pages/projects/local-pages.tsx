import { Trans, useLingui } from "@lingui/react/macro"
import { Button } from "@mantine/core"
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react"
import { useState } from "react"
import styles from "./projects.module.css"

const pageSize = 50

/** One page of a list that is loaded whole, and the foot that leads to the others where there are any. */
export function useLocalPages<Item>(items: readonly Item[]) {
  const [wanted, setPage] = useState(0)
  const last = Math.max(0, Math.ceil(items.length / pageSize) - 1)
  const page = Math.min(wanted, last)
  const from = page * pageSize
  const shown = items.slice(from, from + pageSize)
  const foot =
    last === 0 ? null : (
      <LocalPager
        from={from + 1}
        to={from + shown.length}
        total={items.length}
        onPrevious={page === 0 ? undefined : () => setPage(page - 1)}
        onNext={page === last ? undefined : () => setPage(page + 1)}
      />
    )
  return { shown, foot }
}

type Props = {
  from: number
  to: number
  total: number
  onPrevious: (() => void) | undefined
  onNext: (() => void) | undefined
}

function LocalPager({ from, to, total, onPrevious, onNext }: Props) {
  const { i18n } = useLingui()
  return (
    <div className={styles.foot}>
      <span>
        <Trans>
          {i18n.number(from)} to {i18n.number(to)} of {i18n.number(total)}
        </Trans>
      </span>
      <span>
        <Button
          size="xs"
          variant="quiet"
          aria-disabled={onPrevious === undefined || undefined}
          leftSection={<IconChevronLeft size={16} stroke={1.75} />}
          onClick={onPrevious}
        >
          <Trans>Previous</Trans>
        </Button>
        <Button
          size="xs"
          variant="quiet"
          aria-disabled={onNext === undefined || undefined}
          rightSection={<IconChevronRight size={16} stroke={1.75} />}
          onClick={onNext}
        >
          <Trans>Next</Trans>
        </Button>
      </span>
    </div>
  )
}
