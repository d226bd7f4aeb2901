import type { Server } from "@latchkey/contract"
import { Trans } from "@lingui/react/macro"
import { Badge } from "@mantine/core"
import { IconAlertTriangle, IconCircleCheck, IconClock, IconShieldQuestion } from "@tabler/icons-react"
import { distanceBetween } from "../../ui/relative-time.ts"

/** A server asks once a minute. After so many milliseconds without it, it is gone. */
const silentAfter = 5 * 60_000

const icon = { size: 14, stroke: 2 } as const

/** How a server is, always icon and word. */
export function ServerStatus({ server: { state, lastContactAt } }: { server: Server }) {
  if (state === "waiting") {
    return (
      <Badge variant="neutral" leftSection={<IconClock {...icon} />}>
        <Trans>Waiting for the server</Trans>
      </Badge>
    )
  }
  if (state === "unconfirmed") {
    return (
      <Badge variant="warn" leftSection={<IconShieldQuestion {...icon} />}>
        <Trans>Host keys to confirm</Trans>
      </Badge>
    )
  }
  const now = new Date()
  if (lastContactAt !== null && now.getTime() - Date.parse(lastContactAt) > silentAfter) {
    return (
      <Badge variant="warn" leftSection={<IconAlertTriangle {...icon} />}>
        <Silence since={new Date(lastContactAt)} now={now} />
      </Badge>
    )
  }
  return (
    <Badge variant="ok" leftSection={<IconCircleCheck {...icon} />}>
      <Trans>Connected</Trans>
    </Badge>
  )
}

function Silence({ since, now }: { since: Date; now: Date }) {
  const distance = distanceBetween(since, now)
  if (distance.unit === "minutes") return <Trans>Not heard from for {distance.count} min</Trans>
  if (distance.unit === "hours") return <Trans>Not heard from for {distance.count} h</Trans>
  return <Trans>Not heard from for more than a day</Trans>
}
