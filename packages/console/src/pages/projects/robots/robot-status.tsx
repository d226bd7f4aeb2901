import type { Robot } from "@latchkey/contract"
import { Trans } from "@lingui/react/macro"
import { Badge } from "@mantine/core"
import { IconBan, IconCircleCheck } from "@tabler/icons-react"

/** Whether a robot opens anything, always with its icon. */
export function RobotStatus({ robot }: { robot: Robot }) {
  if (robot.disabledAt !== null) {
    return (
      <Badge leftSection={<IconBan size={14} stroke={2} />}>
        <Trans context="account">Disabled</Trans>
      </Badge>
    )
  }
  return (
    <Badge variant="bare" leftSection={<IconCircleCheck size={16} stroke={1.75} />}>
      <Trans context="account">Active</Trans>
    </Badge>
  )
}
