import { type AdminLink, routes } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { useApiMutation } from "../../../api.ts"
import { describeFailure } from "../../../failure.ts"
import { ConfirmDialog } from "../../../ui/confirm-dialog.tsx"
import { showDone } from "../../../ui/toasts.tsx"
import { staleAfterChange } from "./use-account-changes.ts"

/** Asks before a link that somebody may have in hand stops working. */
export function RevokeLinkDialog({ link, onClose }: { link: AdminLink; onClose: () => void }) {
  const { t } = useLingui()
  const revoke = useApiMutation(routes.revokeLink, staleAfterChange)
  const { handle } = link
  const failure = revoke.error === null ? undefined : describeFailure(revoke.error)

  function confirm() {
    revoke.mutate(
      { params: { id: link.id } },
      {
        onSuccess() {
          showDone(t`The link for ${handle} works no more.`)
          onClose()
        },
      },
    )
  }

  return (
    <ConfirmDialog
      opened
      title={t`Revoke the link for “${handle}”?`}
      confirmLabel={t`Revoke link`}
      cancelLabel={t`Keep it`}
      busy={revoke.isPending}
      failure={failure}
      onConfirm={confirm}
      onClose={onClose}
    >
      <p>
        {link.kind === "invitation" ? (
          <Trans>Whoever has it can make no account any more, and the handle is free again.</Trans>
        ) : (
          <Trans>Whoever has it can set no password any more. The present one goes on working.</Trans>
        )}
      </p>
    </ConfirmDialog>
  )
}
