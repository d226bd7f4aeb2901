import type { Gateway } from "@latchkey/contract"
import { Text } from "@mantine/core"
import { IconServer2 } from "@tabler/icons-react"
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
          <dt>
            <IconServer2 size={16} stroke={1.75} aria-hidden />
            <Text component="span" size="sm">
              {hostKeyFamily(keyType)}
            </Text>
          </dt>
          <dd>
            <LongFingerprint fingerprint={fingerprint} />
          </dd>
        </div>
      ))}
    </dl>
  )
}
