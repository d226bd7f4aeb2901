import type { SshKey } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { Text } from "@mantine/core"
import { useState } from "react"
import { ConfirmDialog } from "../../../ui/confirm-dialog.tsx"
import { useKeyChanges } from "./key-changes.ts"
import { LostAccess } from "./lost-access.tsx"

type Props = { opened: boolean; sshKey: SshKey; onClose: () => void }

/** Shows which servers a key opens before it is disabled. */
export function DisableDialog({ opened, sshKey, onClose }: Props) {
  const { t } = useLingui()
  const { disable } = useKeyChanges()
  const [busy, setBusy] = useState(false)

  async function confirm() {
    setBusy(true)
    await disable(sshKey, "servers")
    setBusy(false)
    onClose()
  }

  return (
    <ConfirmDialog
      opened={opened}
      title={t`Disable “${sshKey.name}”?`}
      confirmLabel={t`Disable key`}
      cancelLabel={t`Keep it enabled`}
      busy={busy}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      <Text c="dimmed">
        <Trans>It can be enabled again at any time. Sessions that are already open stay open.</Trans>
      </Text>
      <LostAccess keys={[sshKey]} />
    </ConfirmDialog>
  )
}
