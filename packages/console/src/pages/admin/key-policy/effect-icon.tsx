import type { KeyEffect } from "@latchkey/core"
import { IconAlertTriangle, IconBan, IconCircleCheck, IconClock } from "@tabler/icons-react"

const looks = {
  stops: { Icon: IconBan, color: "var(--lk-bad)" },
  expires_earlier: { Icon: IconClock, color: "var(--lk-warn)" },
  turns_weak: { Icon: IconAlertTriangle, color: "var(--lk-warn)" },
  opens_again: { Icon: IconCircleCheck, color: "var(--lk-ok)" },
  turns_good: { Icon: IconCircleCheck, color: "var(--lk-ok)" },
} as const satisfies Record<KeyEffect, unknown>

/** The picture of an effect; the words beside it say the same. */
export function EffectIcon({ effect, size = 18 }: { effect: KeyEffect; size?: number }) {
  const { Icon, color } = looks[effect]
  return <Icon size={size} stroke={1.75} color={color} aria-hidden />
}
