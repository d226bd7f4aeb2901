import type { NewLink } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { Button } from "@mantine/core"
import { type ReactNode, useState } from "react"
import { CopyButton } from "../../../ui/copy-button.tsx"
import dialog from "../../../ui/dialog.module.css"
import secret from "../../account/token-secret.module.css"

type Props = {
  link: NewLink
  /** Whom to give it to, and what it does in their hands. */
  children: ReactNode
  onDone: () => void
}

/** A new one-time link. `Done` unlocks after a copy: nobody can show the link again. */
export function LinkShown({ link: { url, expiresAt }, children, onDone }: Props) {
  const { t, i18n } = useLingui()
  const [copied, setCopied] = useState(false)
  const until = i18n.date(new Date(expiresAt), { dateStyle: "long", timeStyle: "short" })
  return (
    <>
      <div className={dialog.body}>
        <p>{children}</p>
        <div className={secret.secret}>
          <code data-secret>{url}</code>
          <CopyButton
            wide
            value={url}
            label={t`Copy link`}
            announcement={t`Link copied`}
            onCopied={() => setCopied(true)}
          />
        </div>
        <p>
          <Trans>It works once, until {until}, for whoever has it. It is not shown again.</Trans>
        </p>
      </div>
      <div className={dialog.footer}>
        <Button
          variant="filled"
          aria-disabled={!copied || undefined}
          title={copied ? undefined : t`Copy the link first`}
          onClick={() => {
            if (copied) onDone()
          }}
        >
          <Trans>Done</Trans>
        </Button>
      </div>
    </>
  )
}
