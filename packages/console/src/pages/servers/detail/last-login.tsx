import type { ServerKeyList } from "@latchkey/contract"
import { Plural, Trans } from "@lingui/react/macro"
import { Timestamp } from "../../../ui/timestamp.tsx"
import styles from "../servers.module.css"

type Seen = Pick<ServerKeyList["items"][number], "lastLogin" | "openLogins">

/** When a key opened the server last, from where, and whether it is in now. */
export function LastLogin({ seen: { lastLogin, openLogins } }: { seen: Seen }) {
  if (lastLogin === null) {
    return (
      <span className={styles.none}>
        <Trans>None reported</Trans>
      </span>
    )
  }
  return (
    <span title={lastLogin.address}>
      <Timestamp at={lastLogin.at} />
      {openLogins === 0 ? null : (
        <span className={styles.second}>
          <OpenLogins count={openLogins} />
        </span>
      )}
    </span>
  )
}

/** How many sessions with a key are open. */
export function OpenLogins({ count }: { count: number }) {
  return <Plural value={count} one="# session is open" other="# sessions are open" />
}
