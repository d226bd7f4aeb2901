import { Trans } from "@lingui/react/macro"
import { Button } from "@mantine/core"
import { type ReactNode, useState } from "react"
import { CopyButton } from "./copy-button.tsx"
import dialog from "./dialog.module.css"
import styles from "./shown-once.module.css"

type Props = {
  secret: string
  copyLabel: string
  /** Said when it is copied. */
  announcement: string
  /** Why `Done` is locked. */
  copyFirst: string
  before: ReactNode
  after?: ReactNode
  onDone: () => void
}

/** A secret that nobody can show again, in a dialog. `Done` unlocks after a copy. */
export function ShownOnce({ secret, copyLabel, announcement, copyFirst, before, after, onDone }: Props) {
  const [copied, setCopied] = useState(false)
  return (
    <>
      <div className={dialog.body}>
        <p>{before}</p>
        <div className={styles.secret}>
          <code data-secret>{secret}</code>
          <CopyButton
            wide
            value={secret}
            label={copyLabel}
            announcement={announcement}
            onCopied={() => setCopied(true)}
          />
        </div>
        {after === undefined ? null : <p>{after}</p>}
      </div>
      <div className={dialog.footer}>
        <Button
          variant="filled"
          aria-disabled={!copied || undefined}
          title={copied ? undefined : copyFirst}
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
