import { type BundleKey, routes } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { useApiMutation } from "../../../api.ts"
import { describeFailure } from "../../../failure.ts"
import { ConfirmDialog } from "../../../ui/confirm-dialog.tsx"
import { shortFingerprint } from "../../../ui/fingerprint.tsx"
import { showDone } from "../../../ui/toasts.tsx"
import { bundleKeyWords, staleAfterBundleKeys } from "./bundle-key-changes.ts"

/** Says whom a key's end leaves behind before servers are told to trust it no more. */
export function RetireDialog({ bundleKey, onClose }: { bundleKey: BundleKey; onClose: () => void }) {
  const { t } = useLingui()
  const retiring = useApiMutation(routes.retireBundleKey, staleAfterBundleKeys)
  const name = shortFingerprint(bundleKey.fingerprint)
  const failure = retiring.error === null ? undefined : describeFailure(retiring.error, bundleKeyWords)

  function confirm() {
    retiring.mutate(
      { params: { fingerprint: bundleKey.fingerprint } },
      {
        onSuccess() {
          showDone(t`Servers are told to trust ${name} no more.`)
          onClose()
        },
      },
    )
  }

  return (
    <ConfirmDialog
      opened
      title={t`Retire ${name}?`}
      confirmLabel={t`Retire the key`}
      cancelLabel={t`Keep the key`}
      busy={retiring.isPending}
      failure={failure}
      onConfirm={confirm}
      onClose={onClose}
    >
      <p>
        <Trans>
          Servers are told to trust this key no more, and it cannot be used again. A server that has not heard of the
          key in use has to be connected again then.
        </Trans>
      </p>
      <p>
        <Trans>
          Make a new backup afterwards: if one from before is restored, all servers have to be connected again.
        </Trans>
      </p>
    </ConfirmDialog>
  )
}
