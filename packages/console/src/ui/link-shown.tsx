import type { NewLink } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import type { ReactNode } from "react"
import { ShownOnce } from "./shown-once.tsx"

type Props = {
  link: NewLink
  /** Whom to give it to, and what it does in their hands. */
  children: ReactNode
  onDone: () => void
}

/** A new one-time link. */
export function LinkShown({ link: { url, expiresAt }, children, onDone }: Props) {
  const { t, i18n } = useLingui()
  const until = i18n.date(new Date(expiresAt), { dateStyle: "long", timeStyle: "short" })
  return (
    <ShownOnce
      secret={url}
      copyLabel={t`Copy link`}
      announcement={t`Link copied`}
      copyFirst={t`Copy the link first`}
      before={children}
      after={<Trans>It works once, until {until}, for whoever has it. It is not shown again.</Trans>}
      onDone={onDone}
    />
  )
}
