import type { SshKey } from "@latchkey/contract"
import { expiryNotice } from "@latchkey/core"
import { Trans } from "@lingui/react/macro"
import { Alert } from "@mantine/core"
import { IconAlertTriangle, IconBan, IconClock } from "@tabler/icons-react"
import type { ReactNode } from "react"
import { Timestamp } from "../../../ui/timestamp.tsx"
import { GuideLink } from "../../guides/guide-link.tsx"
import { ConcernItem } from "../concern-item.tsx"
import styles from "./detail.module.css"

/** Why a key needs attention, over everything else. */
export function Standing({ sshKey }: { sshKey: SshKey }) {
  const { disabledAt, expiresAt, concerns } = sshKey
  return (
    <>
      {disabledAt === null ? null : (
        <Alert className={styles.standing} icon={<IconBan size={18} stroke={1.75} />}>
          <Trans>
            Disabled <Timestamp at={disabledAt} />. It opens nothing.
          </Trans>
        </Alert>
      )}
      {concerns.length === 0 ? null : <Concerns sshKey={sshKey} />}
      {disabledAt === null && expiresAt !== null && expiresSoon(expiresAt) ? (
        <Alert variant="warn" className={styles.standing} icon={<IconClock size={18} stroke={1.75} />}>
          <Trans>
            This key expires <Timestamp at={expiresAt} />. Add a new one before, so that you keep a way in.
          </Trans>
        </Alert>
      ) : null}
    </>
  )
}

/** All that speaks against a key, under what it means for the key. */
function Concerns({ sshKey }: { sshKey: SshKey }) {
  const { status, concerns } = sshKey
  const isStopped = status === "stopped"
  const Icon = isStopped ? IconBan : IconAlertTriangle
  return (
    <Alert
      variant={isStopped ? "bad" : "warn"}
      className={styles.standing}
      icon={<Icon size={18} stroke={1.75} />}
      title={<Consequence sshKey={sshKey} />}
    >
      <ul className={styles.concerns}>
        {concerns.map((concern) => (
          <li key={concern.code}>
            <ConcernItem concern={concern} of={sshKey} />
          </li>
        ))}
      </ul>
      <GuideLink name="import-refused" at="policy">
        <Trans>More about this</Trans>
      </GuideLink>
    </Alert>
  )
}

function Consequence({ sshKey: { status, concerns } }: { sshKey: SshKey }): ReactNode {
  if (status === "stopped") {
    return concerns[0]?.code === "blocklist" ? (
      <Trans>This key opens nothing: it was put on the blocklist after it was added.</Trans>
    ) : (
      <Trans>The key policy of this Latchkey has stopped this key. It opens nothing. Add another key.</Trans>
    )
  }
  // No such key would be admitted now: what is against it was found, or became a rule, since.
  if (concerns.some(({ severity }) => severity === "refuse")) {
    return <Trans>This key is weak, and could not be added today. It was added before, and goes on working.</Trans>
  }
  return <Trans>This key is weak. It works; replace it when you can.</Trans>
}

function expiresSoon(expiresAt: string): boolean {
  const left = Date.parse(expiresAt) - Date.now()
  return left > 0 && left <= expiryNotice
}
