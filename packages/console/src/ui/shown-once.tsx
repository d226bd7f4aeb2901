import { Trans } from "@lingui/react/macro"
import { Button } from "@mantine/core"
import { type ReactNode, useEffect, useRef, useState } from "react"
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
  /** Other ways to keep it, which call `onKept` once it is kept. */
  otherWays?: (onKept: () => void) => ReactNode
  onDone: () => void
}

/** A secret that nobody can show again, in a dialog. `Done` unlocks when it was kept. */
export function ShownOnce({ secret, copyLabel, announcement, copyFirst, before, after, otherWays, onDone }: Props) {
  const [copied, setCopied] = useState(false)
  const onKept = () => setCopied(true)
  const first = useRef<HTMLParagraphElement>(null)
  // What had the focus is gone with the form that made the secret.
  useEffect(() => first.current?.focus({ preventScroll: true }), [])
  return (
    <>
      <div className={dialog.body}>
        <p ref={first} tabIndex={-1} className={styles.first}>
          {before}
        </p>
        <div className={styles.secret}>
          <code data-secret>{secret}</code>
          <CopyButton wide value={secret} label={copyLabel} announcement={announcement} onCopied={onKept} />
        </div>
        {after === undefined ? null : <p>{after}</p>}
        {otherWays?.(onKept)}
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
