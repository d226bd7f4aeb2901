import type { BlocklistOutcome as Outcome } from "@latchkey/contract"
import { Plural, Trans } from "@lingui/react/macro"
import styles from "./key-policy.module.css"

/** What the file that was chosen holds, and which of its lines are left out. */
export function BlocklistOutcome({ outcome: { entries, duplicates, faultCount, faults } }: { outcome: Outcome }) {
  return (
    <div className={styles.blocklist}>
      <p>
        <Plural value={entries} one="The new blocklist has # entry." other="The new blocklist has # entries." />{" "}
        {duplicates === 0 ? null : (
          <Plural value={duplicates} one="# line says one again." other="# lines say one again." />
        )}
      </p>
      {faultCount === 0 ? null : (
        <details>
          <summary>
            <Plural
              value={faultCount}
              one="# line names no key and is left out"
              other="# lines name no key and are left out"
            />
          </summary>
          <p className={styles.note}>
            <Trans>Lines {faults.map(({ line }) => line).join(", ")}</Trans>
            {faultCount > faults.length ? " …" : null}
          </p>
        </details>
      )}
    </div>
  )
}
