import { Trans, useLingui } from "@lingui/react/macro"
import { Button } from "@mantine/core"
import { useState } from "react"
import { CopyButton } from "../../ui/copy-button.tsx"
import dialog from "../../ui/dialog.module.css"
import styles from "./token-secret.module.css"

/** A new token's secret. `Done` unlocks after a copy: nobody can show the secret again. */
export function TokenSecret({ secret, onDone }: { secret: string; onDone: () => void }) {
  const { t } = useLingui()
  const [copied, setCopied] = useState(false)
  return (
    <>
      <div className={dialog.body}>
        <p>
          <Trans>Copy your token now. It is not shown again.</Trans>
        </p>
        <div className={styles.secret}>
          <code data-secret>{secret}</code>
          <CopyButton
            wide
            value={secret}
            label={t`Copy token`}
            announcement={t`Token copied`}
            onCopied={() => setCopied(true)}
          />
        </div>
      </div>
      <div className={dialog.footer}>
        <Button
          variant="filled"
          aria-disabled={!copied || undefined}
          title={copied ? undefined : t`Copy the token first`}
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
