import { routes, type X509KeyPair } from "@latchkey/contract"
import { toPrintable } from "@latchkey/engine"
import { Trans, useLingui } from "@lingui/react/macro"
import { Alert } from "@mantine/core"
import { useApiMutation } from "../../../api.ts"
import { describeFailure } from "../../../failure.ts"
import { ConfirmDialog } from "../../../ui/confirm-dialog.tsx"
import { showDone } from "../../../ui/toasts.tsx"

/** Asks before a certificate is gone. */
export function DeleteCertificateDialog({ certificate, onClose }: { certificate: X509KeyPair; onClose: () => void }) {
  const { t } = useLingui()
  const remove = useApiMutation(routes.deleteX509KeyPair, ["keys"])
  const name = toPrintable(certificate.name)
  const failure = remove.error === null ? undefined : describeFailure(remove.error)

  function confirm() {
    remove.mutate(
      { params: { id: certificate.id } },
      {
        onSuccess() {
          showDone(t`${name} is deleted.`)
          onClose()
        },
      },
    )
  }

  return (
    <ConfirmDialog
      opened
      title={t`Delete “${name}”?`}
      confirmLabel={t`Delete certificate`}
      cancelLabel={t`Keep it`}
      busy={remove.isPending}
      onConfirm={confirm}
      onClose={onClose}
    >
      {failure === undefined ? null : (
        <Alert variant="bad" role="alert">
          {failure.message} {failure.hint}
        </Alert>
      )}
      <p>
        <Trans>OpenStack tools no longer find it. Nobody is locked out: it opens nothing here.</Trans>
      </p>
    </ConfirmDialog>
  )
}
