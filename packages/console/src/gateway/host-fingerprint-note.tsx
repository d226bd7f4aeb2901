import { routes } from "@latchkey/contract"
import { Trans } from "@lingui/react/macro"
import { useQuery } from "@tanstack/react-query"
import { apiQuery } from "../api.ts"
import { LongFingerprint } from "../ui/fingerprint.tsx"
import { hostKeyFamily } from "./host-key-family.ts"
import styles from "./host-keys.module.css"
import { isInReach } from "./reach.ts"
import { sshCommand } from "./ssh-command.ts"

/** For people about to sign in over SSH: what the host's fingerprint must read. Nothing while they do not reach the gateway. */
export function HostFingerprintNote() {
  const { data: gateway } = useQuery(apiQuery(routes.showGateway, {}))
  if (gateway?.state !== "on" || !isInReach(gateway)) return null
  const [hostKey] = gateway.hostKeys
  if (hostKey === undefined) return null
  const command = sshCommand(gateway)
  const family = hostKeyFamily(hostKey.keyType)
  return (
    <div className={styles.note}>
      <h2>
        <Trans>Connecting over SSH instead?</Trans>
      </h2>
      <p>
        <Trans>
          When <code>{command}</code> asks about this host, its {family} fingerprint must read:
        </Trans>
      </p>
      <LongFingerprint small fingerprint={hostKey.fingerprint} />
    </div>
  )
}
