import type { SshKey } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { Alert, Text } from "@mantine/core"
import { IconReplace } from "@tabler/icons-react"
import { useState } from "react"
import { describeFailure } from "../../../failure.ts"
import { ConfirmDialog } from "../../../ui/confirm-dialog.tsx"
import { TextLink } from "../../../ui/links.tsx"
import { showDone } from "../../../ui/toasts.tsx"
import { GuideLink } from "../../guides/guide-link.tsx"
import { useKeyPlaces } from "../holder.tsx"
import { beforeRemoval, receiptOf } from "../receipt.tsx"
import { closesNothing, ofKeys, useClosings } from "../servers/closings.ts"
import { LostAccess } from "../servers/lost-access.tsx"
import { useKeyDeletion } from "./key-deletion.ts"

type Props = { sshKey: SshKey; onClose: () => void; onDeleted: () => void | Promise<void> }

/** Shows what a key opens before it is deleted; its name must be typed. */
export function DeleteDialog({ sshKey, onClose, onDeleted }: Props) {
  const { t } = useLingui()
  const { replacing } = useKeyPlaces()
  const { isAsShown, ...lost } = useClosings(ofKeys([sshKey], "deleted"))
  const [looking, setLooking] = useState(false)
  const [since, setSince] = useState("")
  const deletion = useKeyDeletion(sshKey.id, async () => {
    onClose()
    await onDeleted()
    if (lost.closings !== undefined && closesNothing(lost.closings)) {
      showDone(t`${sshKey.name} no longer opens anything.`)
    } else {
      showDone(
        t`${sshKey.name} is deleted. Servers refuse it once they have heard.`,
        receiptOf({ keyIds: [sshKey.id], since }),
      )
    }
  })

  async function confirm() {
    setLooking(true)
    setSince(beforeRemoval())
    if (await isAsShown()) deletion.mutate()
    setLooking(false)
  }

  return (
    <ConfirmDialog
      opened
      title={t`Delete “${sshKey.name}”?`}
      confirmLabel={t`Delete key`}
      cancelLabel={t`Keep the key`}
      typeToConfirm={sshKey.name}
      busy={deletion.isPending || looking}
      onConfirm={() => void confirm()}
      onClose={() => {
        deletion.reset()
        onClose()
      }}
    >
      <Text c="dimmed">
        <Trans>This key stops working at once. Sessions that are already open stay open.</Trans>{" "}
        <GuideLink name="lost-key">
          <Trans>What to do about a lost key</Trans>
        </GuideLink>
      </Text>
      <LostAccess keys={[sshKey]} {...lost} />
      <Alert icon={<IconReplace size={18} stroke={1.75} />}>
        <Trans>
          Moving to a new machine? <TextLink {...replacing(sshKey.id)}>Replace the key instead</TextLink>: the new key
          goes everywhere first, then this one is removed.
        </Trans>
      </Alert>
      {deletion.error === null ? null : (
        <Text c="var(--lk-bad)" size="sm" role="alert">
          {describeFailure(deletion.error).message}
        </Text>
      )}
    </ConfirmDialog>
  )
}
