import { Trans, useLingui } from "@lingui/react/macro"
import { useEffect } from "react"
import { useLiveUpdates } from "../live/use-live-updates.ts"
import { announce } from "../ui/announce.ts"
import { Timestamp } from "../ui/timestamp.tsx"
import styles from "./shell.module.css"

/** Keeps the page true to what happens elsewhere; where that cannot be, says so under the header, and how old it is. */
export function OfflineBar() {
  const { t } = useLingui()
  const since = useLiveUpdates()
  const isLost = since !== undefined
  useEffect(() => {
    if (isLost) announce(t`Connection lost.`, "assertive")
  }, [isLost, t])
  if (since === undefined) return null
  return (
    <div className={styles.offline}>
      <Trans>
        You are offline. What you see is from <Timestamp at={since} form="time" />.
      </Trans>
    </div>
  )
}
