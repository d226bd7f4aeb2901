import { routes, type Server } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { Alert } from "@mantine/core"
import { useApiMutation } from "../../../api.ts"
import { describeFailure } from "../../../failure.ts"
import { staleAfterServerChange } from "../../../servers.ts"
import { ConfirmDialog } from "../../../ui/confirm-dialog.tsx"
import { showDone } from "../../../ui/toasts.tsx"

/** Has a server get a new token, as when somebody may have read the old one. */
export function RenewTokenDialog({ server, onClose }: { server: Server; onClose: () => void }) {
  const { t } = useLingui()
  const renewal = useApiMutation(routes.renewServerToken, staleAfterServerChange)

  function confirm() {
    renewal.mutate(
      { params: { id: server.id } },
      {
        onSuccess() {
          onClose()
          showDone(t`${server.name} is told to get a new token.`)
        },
      },
    )
  }

  return (
    <ConfirmDialog
      opened
      title={t`Renew the token of ${server.name}?`}
      confirmLabel={t`Renew token`}
      cancelLabel={t`Keep the token`}
      busy={renewal.isPending}
      onConfirm={confirm}
      onClose={onClose}
    >
      {renewal.error === null ? null : (
        <Alert variant="bad" role="alert">
          {describeFailure(renewal.error).message}
        </Alert>
      )}
      <p>
        <Trans>
          The server asks for a new token by itself. The old one ends when the new one is first used, so nothing is
          locked out. Whoever has read the old one gets no other. If you do not trust what runs on the server, connect
          it again instead.
        </Trans>
      </p>
    </ConfirmDialog>
  )
}
