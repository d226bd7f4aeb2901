import type { SshKey } from "@latchkey/contract"
import { Trans } from "@lingui/react/macro"
import { Text } from "@mantine/core"
import { Timestamp } from "./timestamp.tsx"

/** When a key was last used, in the console's words: a time, never, or that nobody can tell. */
export function LastUsed({ use }: { use: SshKey["lastUse"] }) {
  if (use.state === "used") return <Timestamp at={use.at} />
  return (
    <Text component="span" inherit c="dimmed">
      {use.state === "never" ? <Trans>Never</Trans> : <Trans>Unknown</Trans>}
    </Text>
  )
}
