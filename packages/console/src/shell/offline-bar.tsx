import { Trans, useLingui } from "@lingui/react/macro"
import { useNetwork } from "@mantine/hooks"
import { useEffect, useState } from "react"
import { announce } from "../ui/announce.ts"
import { Timestamp } from "../ui/timestamp.tsx"
import styles from "./shell.module.css"

/** Says under the header that the browser is offline, and how old the page is. */
export function OfflineBar() {
  const { t } = useLingui()
  const { online } = useNetwork()
  const [since, setSince] = useState<Date>()
  useEffect(() => {
    if (online) return setSince(undefined)
    setSince(new Date())
    announce(t`Connection lost.`, "assertive")
  }, [online, t])
  if (since === undefined) return null
  return (
    <div className={styles.offline}>
      <Trans>
        You are offline. What you see is from <Timestamp at={since} form="time" />.
      </Trans>
    </div>
  )
}
