import type { OwnershipResult } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { Alert, Button } from "@mantine/core"
import { IconClock, IconSignature } from "@tabler/icons-react"
import { useEffect } from "react"
import { announce } from "../../../ui/announce.ts"
import layout from "../../../ui/dialog.module.css"
import { Timestamp } from "../../../ui/timestamp.tsx"

type Props = {
  result: OwnershipResult
  name: string
  onClose: () => void
}

/** What a proof came to. */
export function Proven({ result, name, onClose }: Props) {
  const { t } = useLingui()
  const isWaiting = result.outcome === "waiting"
  useEffect(() => announce(isWaiting ? t`Proof accepted` : t`Ownership verified`), [isWaiting, t])
  return (
    <>
      <div className={layout.body}>
        {isWaiting ? (
          <Alert variant="warn" icon={<IconClock size={18} stroke={1.75} />}>
            <Trans>
              Your proof holds. Another account uses this key, and was asked for a proof of its own. If it gives none,
              the key is yours <Timestamp at={result.claim.takesEffectAt} />.
            </Trans>
          </Alert>
        ) : (
          <Alert variant="ok" icon={<IconSignature size={18} stroke={1.75} />}>
            {result.outcome === "verified" ? (
              <Trans>Verified. The private half of “{name}” is yours.</Trans>
            ) : result.outcome === "taken_over" ? (
              <Trans>Verified. Another account had this key without a proof. Now it is yours.</Trans>
            ) : (
              <Trans>Verified. “{result.key.name}” was added to your keys.</Trans>
            )}
          </Alert>
        )}
      </div>
      <div className={layout.footer}>
        <Button data-autofocus variant="filled" onClick={onClose}>
          <Trans>Done</Trans>
        </Button>
      </div>
    </>
  )
}
