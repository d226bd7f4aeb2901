import type { SshKey } from "@latchkey/contract"
import { expiryNotice } from "@latchkey/core"
import { keyTypes } from "@latchkey/engine"
import { Trans } from "@lingui/react/macro"
import { Alert } from "@mantine/core"
import { IconAlertTriangle, IconBan, IconClock } from "@tabler/icons-react"
import { useKeyPolicy } from "../../../key-policy.ts"
import { Timestamp } from "../../../ui/timestamp.tsx"
import styles from "./detail.module.css"

/** Why a key needs attention, over everything else. */
export function Standing({ sshKey }: { sshKey: SshKey }) {
  const { disabledAt, expiresAt, concern, status, bits } = sshKey
  const { minimumRsaBits, allowedKeyTypes } = useKeyPolicy()
  if (disabledAt !== null) {
    return (
      <Alert className={styles.standing} icon={<IconBan size={18} stroke={1.75} />}>
        <Trans>
          Disabled <Timestamp at={disabledAt} />. It opens nothing.
        </Trans>
      </Alert>
    )
  }
  if (status === "stopped") {
    const isRefused = !allowedKeyTypes.includes(sshKey.keyType) || (isRsa(sshKey) && bits < minimumRsaBits)
    return (
      <Alert variant="bad" className={styles.standing} icon={<IconBan size={18} stroke={1.75} />}>
        {isRefused ? (
          <Trans>The key policy of this Latchkey has stopped this key. It opens nothing. Add another key.</Trans>
        ) : (
          <Trans>
            This key is on the blocklist of this Latchkey. It opens nothing. Add another key, and treat this one as
            known to others.
          </Trans>
        )}
      </Alert>
    )
  }
  return (
    <>
      {status !== "weak" || concern === null ? null : (
        <Alert variant="warn" className={styles.standing} icon={<IconAlertTriangle size={18} stroke={1.75} />}>
          <Trans>This key is weak ({bits} bits). Replace it with an Ed25519 key when you can.</Trans>
        </Alert>
      )}
      {expiresAt !== null && expiresSoon(expiresAt) ? (
        <Alert variant="warn" className={styles.standing} icon={<IconClock size={18} stroke={1.75} />}>
          <Trans>
            This key expires <Timestamp at={expiresAt} />. Add a new one before, so that you keep a way in.
          </Trans>
        </Alert>
      ) : null}
    </>
  )
}

function isRsa({ keyType }: SshKey): boolean {
  return keyTypes[keyType].family === "RSA"
}

function expiresSoon(expiresAt: string): boolean {
  const left = Date.parse(expiresAt) - Date.now()
  return left > 0 && left <= expiryNotice
}
