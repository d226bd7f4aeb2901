import { plural } from "@lingui/core/macro"
import { Trans, useLingui } from "@lingui/react/macro"
import { useEffect } from "react"
import { announce } from "../../../ui/announce.ts"
import styles from "./import.module.css"
import type { Tally } from "./import-cards.ts"
import type { BoxReport } from "./use-paste-box.ts"

/** How many keys were found and what can be done with them, shown and said. */
export function InspectionSummary({ box: { problem }, tally }: { box: BoxReport; tally: Tally }) {
  const { t } = useLingui()
  const { keys, ready, refused, yours, duplicates, imported, keyless } = tally
  const parts = [
    ready > 0 || (imported === 0 && keys > 0) ? t`${ready} ready to import` : "",
    imported > 0 ? plural(imported, { one: "# imported", other: "# imported" }) : "",
    refused > 0 ? plural(refused, { one: "# refused", other: "# refused" }) : "",
    yours > 0 ? plural(yours, { one: "# already yours", other: "# already yours" }) : "",
    duplicates > 0 ? plural(duplicates, { one: "# duplicate", other: "# duplicates" }) : "",
    keyless > 0 ? plural(keyless, { one: "# line is no key", other: "# lines are no keys" }) : "",
  ].filter((part) => part !== "")
  const summary = parts.join(", ")
  const found = keys === 0 ? t`No key found` : plural(keys, { one: "Found # key", other: "Found # keys" })
  useEffect(() => {
    if (problem === undefined) announce(`${found}. ${summary}.`)
  }, [found, summary, problem])

  if (problem === "too-large") {
    return (
      <p className={styles.nothing} role="alert">
        <Trans>That is more than 1 MiB. Import the keys in parts.</Trans>
      </p>
    )
  }
  if (problem === "failed") {
    return (
      <p className={styles.nothing} role="alert">
        <Trans>The keys could not be inspected. Load this page again.</Trans>
      </p>
    )
  }
  if (keys === 0 && keyless === 0) {
    return (
      <p className={styles.nothing}>
        <Trans>No key in this text. A public key starts with ssh-ed25519, ssh-rsa, ecdsa-sha2- or ---- BEGIN.</Trans>
      </p>
    )
  }
  return (
    <div className={styles.summary}>
      <h2>{found}</h2>
      <p className={styles.aside}>{summary}</p>
    </div>
  )
}
