import type { Gateway } from "@latchkey/contract"
import { LongFingerprint } from "../ui/fingerprint.tsx"
import { hostKeyFamily } from "./host-key-family.ts"
import styles from "./host-keys.module.css"

type HostKey = Extract<Gateway, { state: "on" }>["hostKeys"][number]

/** The fingerprints that ssh shows when it asks whether to trust this host, in full. */
export function HostKeys({ hostKeys }: { hostKeys: readonly HostKey[] }) {
  return (
    <dl className={styles.list}>
      {hostKeys.map(({ keyType, fingerprint }) => (
        <div key={fingerprint} className={styles.key}>
          <dt>{hostKeyFamily(keyType)}</dt>
          <dd>
            <LongFingerprint small fingerprint={fingerprint} />
          </dd>
        </div>
      ))}
    </dl>
  )
}
