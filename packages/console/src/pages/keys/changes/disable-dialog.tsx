import type { SshKey } from "@latchkey/contract"
import { plural } from "@lingui/core/macro"
import { Trans, useLingui } from "@lingui/react/macro"
import { Text } from "@mantine/core"
import { useState } from "react"
import { ConfirmDialog } from "../../../ui/confirm-dialog.tsx"
import { ofKeys, useClosings } from "../servers/closings.ts"
import { LostAccess } from "../servers/lost-access.tsx"

type Props = { keys: readonly SshKey[]; onDisable: () => Promise<void>; onClose: () => void }

/** Shows which servers keys open before they are disabled. */
export function DisableDialog({ keys, onDisable, onClose }: Props) {
  const { t } = useLingui()
  const { isAsShown, ...lost } = useClosings(ofKeys(keys))
  const [busy, setBusy] = useState(false)
  const [first] = keys
  const count = keys.length

  async function confirm() {
    setBusy(true)
    const goesOn = await isAsShown()
    if (goesOn) await onDisable()
    setBusy(false)
    if (goesOn) onClose()
  }

  return (
    <ConfirmDialog
      opened
      title={
        count === 1
          ? t`Disable “${first?.name ?? ""}”?`
          : plural(count, { one: "Disable # key?", other: "Disable # keys?" })
      }
      confirmLabel={count === 1 ? t`Disable key` : plural(count, { one: "Disable # key", other: "Disable # keys" })}
      cancelLabel={count === 1 ? t`Keep it enabled` : t`Keep them enabled`}
      busy={busy}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      <Text c="dimmed">
        {count === 1 ? (
          <Trans>It can be enabled again at any time. Sessions that are already open stay open.</Trans>
        ) : (
          <Trans>They can be enabled again at any time. Sessions that are already open stay open.</Trans>
        )}
      </Text>
      <LostAccess keys={keys} {...lost} />
    </ConfirmDialog>
  )
}
