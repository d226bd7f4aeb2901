import type { ServerKeyList } from "@latchkey/contract"
import { Trans } from "@lingui/react/macro"
import { Badge } from "@mantine/core"
import { IconShieldHalf } from "@tabler/icons-react"
import { useAccount } from "../../../api.ts"
import { paths } from "../../../paths.ts"
import { ShortFingerprint } from "../../../ui/fingerprint.tsx"
import { KeyPrint } from "../../../ui/key-print.tsx"
import { TextLink } from "../../../ui/links.tsx"
import styles from "../servers.module.css"

type Item = Pick<ServerKeyList["items"][number], "key" | "owner">

/** A key with its face; one that the reader may look at leads to its page. */
export function KeyCell({ item, projectId, isBreakGlass }: { item: Item; projectId: string; isBreakGlass: boolean }) {
  const { key } = item
  return (
    <div className={styles.key}>
      <KeyPrint publicKey={key.publicKey} />
      <div className={styles.named}>
        <KeyName item={item} projectId={projectId} />
        <span className={styles.second}>
          <ShortFingerprint fingerprint={key.fingerprint} />
        </span>
        {isBreakGlass ? <BreakGlassBadge /> : null}
      </div>
    </div>
  )
}

function KeyName({ item: { key, owner }, projectId }: { item: Item; projectId: string }) {
  const self = useAccount()
  if (owner.id === self.id) {
    return (
      <TextLink to={paths.key} params={{ keyId: key.id }} inherit>
        {key.name}
      </TextLink>
    )
  }
  if (owner.kind === "person") return <span>{key.name}</span>
  return (
    <TextLink to={paths.robotKey} params={{ projectId, robotId: owner.id, keyId: key.id }} inherit>
      {key.name}
    </TextLink>
  )
}

/** Opens the server also when that has not heard of Latchkey for a day and goes by break-glass keys alone. */
export function BreakGlassBadge() {
  return (
    <Badge variant="warn" className={styles.mark ?? ""} leftSection={<IconShieldHalf size={14} stroke={2} />}>
      <Trans>Break-glass</Trans>
    </Badge>
  )
}
