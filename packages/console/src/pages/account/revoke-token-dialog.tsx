import { type ApiToken, routes } from "@latchkey/contract"
import { toPrintable } from "@latchkey/engine"
import { Trans, useLingui } from "@lingui/react/macro"
import { Alert } from "@mantine/core"
import { useApiMutation } from "../../api.ts"
import { describeFailure } from "../../failure.ts"
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx"
import { Timestamp } from "../../ui/timestamp.tsx"
import { showDone } from "../../ui/toasts.tsx"

/** Asks before a token stops working. */
export function RevokeTokenDialog({ token, onClose }: { token: ApiToken; onClose: () => void }) {
  const { t } = useLingui()
  const revoke = useApiMutation(routes.deleteToken, ["tokens"])
  const name = toPrintable(token.name)
  const failure = revoke.error === null ? undefined : describeFailure(revoke.error)

  function confirm() {
    revoke.mutate(
      { params: { id: token.id } },
      {
        onSuccess() {
          showDone(t`${name} is revoked.`)
          onClose()
        },
      },
    )
  }

  return (
    <ConfirmDialog
      opened
      title={t`Revoke “${name}”?`}
      confirmLabel={t`Revoke token`}
      cancelLabel={t`Keep it`}
      busy={revoke.isPending}
      onConfirm={confirm}
      onClose={onClose}
    >
      {failure === undefined ? null : (
        <Alert variant="bad">
          {failure.message} {failure.hint}
        </Alert>
      )}
      <p>
        <Trans>Anything that uses it fails from now on.</Trans>{" "}
        {token.lastUsedAt === null ? (
          <Trans>It was never used.</Trans>
        ) : (
          <Trans>
            Last used <Timestamp at={token.lastUsedAt} />.
          </Trans>
        )}
      </p>
    </ConfirmDialog>
  )
}
