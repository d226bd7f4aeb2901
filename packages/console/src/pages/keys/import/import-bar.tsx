import { plural } from "@lingui/core/macro"
import { Plural, Trans, useLingui } from "@lingui/react/macro"
import { Button } from "@mantine/core"
import { ButtonLink } from "../../../ui/links.tsx"
import { useHolder } from "../holder.tsx"
import styles from "./import.module.css"
import type { Tally } from "./import-cards.ts"

type Props = { tally: Tally; faulty: number; busy: boolean; onImport: () => void; onMore: () => void }

/** The foot of the page: what importing means, and the button for it. */
export function ImportBar({ tally, faulty, busy, onImport, onMore }: Props) {
  const { t } = useLingui()
  const { ready, imported } = tally
  const { list } = useHolder()
  return (
    <div className={styles.bar}>
      <div className={styles.barInner}>
        {imported > 0 ? (
          <span className={styles.barText}>
            <Plural value={imported} one="# key imported." other="# keys imported." />
          </span>
        ) : (
          <span className={`${styles.barText} ${styles.promise}`}>
            <Trans>Imported keys open the SSH gateway, and nothing else.</Trans>
          </span>
        )}
        {imported > 0 && ready === 0 ? (
          <>
            <Button variant="quiet" onClick={onMore}>
              <Trans>Import more</Trans>
            </Button>
            <ButtonLink {...list} variant="filled">
              <Trans>Go to Keys</Trans>
            </ButtonLink>
          </>
        ) : (
          <>
            <ButtonLink {...list} variant="quiet">
              <Trans>Cancel</Trans>
            </ButtonLink>
            <Button
              variant="filled"
              loading={busy}
              aria-disabled={ready === 0 || undefined}
              title={faulty > 0 ? t`Some names must be changed first` : undefined}
              onClick={onImport}
            >
              {ready === 0 ? t`Nothing to import` : plural(ready, { one: "Import # key", other: "Import # keys" })}
            </Button>
          </>
        )}
      </div>
    </div>
  )
}
