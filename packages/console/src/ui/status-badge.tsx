import type { SshKey } from "@latchkey/contract"
import type { KeyStatus } from "@latchkey/core"
import { keyTypes } from "@latchkey/engine"
import { Plural, Trans } from "@lingui/react/macro"
import { Badge } from "@mantine/core"
import {
  IconAlertTriangle,
  IconBan,
  IconCalendar,
  IconCircleCheck,
  IconClock,
  IconHistoryToggle,
} from "@tabler/icons-react"
import type { ReactNode } from "react"

const day = 86_400_000

const looks = {
  stopped: { variant: "bad", Icon: IconBan },
  weak: { variant: "bad", Icon: IconAlertTriangle },
  expired: { variant: "neutral", Icon: IconCalendar },
  expiring: { variant: "warn", Icon: IconClock },
  disabled: { variant: "neutral", Icon: IconBan },
  unused: { variant: "neutral", Icon: IconHistoryToggle },
  active: { variant: "ok", Icon: IconCircleCheck },
} as const satisfies Record<KeyStatus, unknown>

/** Whole days between two moments, rounded up: what ends in an hour ends within 1 day. */
function daysBetween(from: number, to: number): number {
  return Math.max(1, Math.ceil((to - from) / day))
}

function statusWords({ status, keyType, bits, expiresAt, lastUse, createdAt }: SshKey): ReactNode {
  const now = Date.now()
  const kind = `${keyTypes[keyType].family} ${bits}`
  switch (status) {
    case "stopped":
      return <Trans>Stopped by the key policy</Trans>
    case "weak":
      return <Trans>Weak: {kind}</Trans>
    case "expired":
      return <Trans>Expired</Trans>
    case "expiring": {
      const days = daysBetween(now, Date.parse(expiresAt ?? createdAt))
      return <Plural value={days} one="Expires in # day" other="Expires in # days" />
    }
    case "disabled":
      return <Trans>Disabled</Trans>
    case "unused": {
      const days = Math.floor((now - Date.parse(lastUse.state === "used" ? lastUse.at : createdAt)) / day)
      return <Plural value={days} one="Unused for # day" other="Unused for # days" />
    }
    case "active":
      return <Trans>Active</Trans>
  }
}

/** A key's status, always icon and word. `quiet` is for lists, where most keys are well and need no colour. */
export function StatusBadge({ sshKey, quiet = false }: { sshKey: SshKey; quiet?: boolean }) {
  const { variant, Icon } = looks[sshKey.status]
  const bare = quiet && sshKey.status === "active"
  return (
    <Badge variant={bare ? "bare" : variant} leftSection={<Icon size={bare ? 16 : 14} stroke={bare ? 1.75 : 2} />}>
      {statusWords(sshKey)}
    </Badge>
  )
}
