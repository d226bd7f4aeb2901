import type { SshKey } from "@latchkey/contract"
import type { KeyStatus } from "@latchkey/core"
import { keyTypes } from "@latchkey/engine"
import type { MessageDescriptor } from "@lingui/core"
import { msg, plural } from "@lingui/core/macro"
import { useLingui } from "@lingui/react/macro"
import { Badge } from "@mantine/core"
import {
  IconAlertTriangle,
  IconBan,
  IconCalendar,
  IconCircleCheck,
  IconClock,
  IconHistoryToggle,
} from "@tabler/icons-react"

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

function statusWords({ status, keyType, bits, expiresAt, lastUse, createdAt }: SshKey): MessageDescriptor {
  const now = Date.now()
  const kind = `${keyTypes[keyType].family} ${bits}`
  switch (status) {
    case "stopped":
      return msg`Stopped by the key policy`
    case "weak":
      return msg`Weak: ${kind}`
    case "expired":
      return msg`Expired`
    case "expiring": {
      const days = daysBetween(now, Date.parse(expiresAt ?? createdAt))
      return msg`${plural(days, { one: "Expires in # day", other: "Expires in # days" })}`
    }
    case "disabled":
      return msg`Disabled`
    case "unused": {
      const days = Math.floor((now - Date.parse(lastUse.state === "used" ? lastUse.at : createdAt)) / day)
      return msg`${plural(days, { one: "Unused for # day", other: "Unused for # days" })}`
    }
    case "active":
      return msg`Active`
  }
}

/** A key's status, always icon and word. `quiet` is for lists, where most keys are well and need no colour. */
export function StatusBadge({ sshKey, quiet = false }: { sshKey: SshKey; quiet?: boolean }) {
  const { i18n } = useLingui()
  const { variant, Icon } = looks[sshKey.status]
  const bare = quiet && sshKey.status === "active"
  // Long words are cut in narrow columns, so they are said whole in a tooltip.
  const worst = i18n._(statusWords(sshKey))
  const isDisabledToo = sshKey.disabledAt !== null && sshKey.status !== "disabled"
  const words = isDisabledToo ? `${i18n._(msg`Disabled`)} · ${worst}` : worst
  return (
    <Badge
      variant={bare ? "bare" : variant}
      leftSection={<Icon size={bare ? 16 : 14} stroke={bare ? 1.75 : 2} />}
      title={words}
    >
      {words}
    </Badge>
  )
}
