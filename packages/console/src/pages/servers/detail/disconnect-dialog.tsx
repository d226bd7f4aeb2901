import { routes, type Server } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { Alert } from "@mantine/core"
import { useApiMutation } from "../../../api.ts"
import { describeFailure } from "../../../failure.ts"
import { staleAfterServerChange } from "../../../servers.ts"
import { ConfirmDialog } from "../../../ui/confirm-dialog.tsx"
import { showDone } from "../../../ui/toasts.tsx"

type Props = { server: Server; onClose: () => void; onGone: () => Promise<void> }

/** Says what stays on a server before Latchkey forgets it; its name must be typed. */
export function DisconnectDialog({ server, onClose, onGone }: Props) {
  const { t } = useLingui()
  const removal = useApiMutation(routes.deleteServer, staleAfterServerChange)

  async function confirm() {
    try {
      await removal.mutateAsync({ params: { id: server.id } })
    } catch {
      // The dialog shows what `removal` failed with.
      return
    }
    showDone(t`${server.name} is disconnected.`)
    onClose()
    await onGone()
  }

  return (
    <ConfirmDialog
      opened
      title={t`Disconnect ${server.name}?`}
      confirmLabel={t`Disconnect server`}
      cancelLabel={t`Keep it connected`}
      typeToConfirm={server.name}
      busy={removal.isPending}
      onConfirm={confirm}
      onClose={onClose}
    >
      {removal.error === null ? null : (
        <Alert variant="bad" role="alert">
          {describeFailure(removal.error).message}
        </Alert>
      )}
      <p>
        <Trans>
          Latchkey forgets it and its accesses. What is on the machine stays, with the keys that open it now, until{" "}
          <code>sudo latchkey-enrol --undo</code> runs there. To close it, remove its keys first.
        </Trans>
      </p>
    </ConfirmDialog>
  )
}
