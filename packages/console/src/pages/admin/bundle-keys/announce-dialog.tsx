import { routes } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { useApiMutation } from "../../../api.ts"
import { describeFailure } from "../../../failure.ts"
import { ConfirmDialog } from "../../../ui/confirm-dialog.tsx"
import { showDone } from "../../../ui/toasts.tsx"
import { bundleKeyWords, staleAfterBundleKeys } from "./bundle-key-changes.ts"

/** Says what announcing a key does, before every server hears of one. */
export function AnnounceDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const announcing = useApiMutation(routes.announceBundleKey, staleAfterBundleKeys)
  const failure = announcing.error === null ? undefined : describeFailure(announcing.error, bundleKeyWords)

  function confirm() {
    announcing.mutate(
      {},
      {
        onSuccess() {
          showDone(t`Servers are told to trust the new key too.`)
          onClose()
        },
      },
    )
  }

  return (
    <ConfirmDialog
      opened
      title={t`Announce a new key?`}
      confirmLabel={t`Announce the key`}
      cancelLabel={t`Leave it as it is`}
      busy={announcing.isPending}
      failure={failure}
      onConfirm={confirm}
      onClose={onClose}
    >
      <p>
        <Trans>
          Latchkey makes a key, and every server is told to trust it beside the current one. Nothing is signed with it
          until you use it.
        </Trans>
      </p>
      <p>
        <Trans>
          With several daemons, copy <code>host/bundle-key.next</code> from the data folder of the one that makes it to
          those of the others, before you use the key.
        </Trans>
      </p>
    </ConfirmDialog>
  )
}
