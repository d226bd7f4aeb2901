import type { Account } from "@latchkey/contract"
import { Trans } from "@lingui/react/macro"
import { Badge } from "@mantine/core"
import { IconBan, IconCircleCheck, IconRobot, IconShieldCheck } from "@tabler/icons-react"

/** An account in one word, always with its icon: what it is, or that it opens nothing. */
export function AccountStatus({ account, projectName }: { account: Account; projectName?: string }) {
  if (account.disabledAt !== null) {
    return (
      <Badge leftSection={<IconBan size={14} stroke={2} />}>
        <Trans context="account">Disabled</Trans>
      </Badge>
    )
  }
  if (account.kind === "robot") {
    return (
      <Badge leftSection={<IconRobot size={14} stroke={2} />}>
        {projectName === undefined ? <Trans>Robot</Trans> : <Trans>Robot of {projectName}</Trans>}
      </Badge>
    )
  }
  if (account.role === "admin") {
    return (
      <Badge variant="info" leftSection={<IconShieldCheck size={14} stroke={2} />}>
        <Trans>Administrator</Trans>
      </Badge>
    )
  }
  return (
    <Badge variant="bare" leftSection={<IconCircleCheck size={16} stroke={1.75} />}>
      <Trans context="account">Active</Trans>
    </Badge>
  )
}
