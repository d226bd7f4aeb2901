import { type BundleKey, routes } from "@latchkey/contract"
import { Plural, Trans, useLingui } from "@lingui/react/macro"
import { Alert } from "@mantine/core"
import { IconAlertTriangle } from "@tabler/icons-react"
import { useApiMutation } from "../../../api.ts"
import { describeFailure } from "../../../failure.ts"
import { ConfirmDialog } from "../../../ui/confirm-dialog.tsx"
import { shortFingerprint } from "../../../ui/fingerprint.tsx"
import { showDone } from "../../../ui/toasts.tsx"
import { bundleKeyWords, staleAfterBundleKeys } from "./bundle-key-changes.ts"

/** How much of a fingerprint is typed by whoever leaves servers behind. */
const typed = 7

type Props = { bundleKey: BundleKey; connectedServers: number; onClose: () => void }

/** Says which servers a key leaves behind before it signs; its fingerprint must be typed where some would be. */
export function UseDialog({ bundleKey, connectedServers, onClose }: Props) {
  const { t } = useLingui()
  const using = useApiMutation(routes.useBundleKey, staleAfterBundleKeys)
  const { fingerprint, knownBy, missingOn } = bundleKey
  const name = shortFingerprint(fingerprint)
  const silent = connectedServers - knownBy - missingOn
  const failure = using.error === null ? undefined : describeFailure(using.error, bundleKeyWords)

  function confirm() {
    using.mutate(
      { params: { fingerprint }, body: missingOn > 0 ? { force: true } : {} },
      {
        onSuccess() {
          showDone(t`${name} signs from now on.`)
          onClose()
        },
      },
    )
  }

  return (
    <ConfirmDialog
      opened
      title={t`Sign with ${name}?`}
      confirmLabel={t`Use the key`}
      cancelLabel={t`Keep the current one`}
      {...(missingOn > 0 && { typeToConfirm: name.slice(0, typed) })}
      busy={using.isPending}
      failure={failure}
      onConfirm={confirm}
      onClose={onClose}
    >
      <p>
        <Trans>
          What servers go by is signed with this key from now on. They trust the one before as well, until you retire
          it.
        </Trans>
      </p>
      {missingOn === 0 ? null : (
        <Alert variant="bad" icon={<IconAlertTriangle size={18} stroke={1.75} />}>
          <Plural
            value={missingOn}
            one="# server that was heard in the last day does not trust this key yet. It believes nothing from Latchkey until it is connected again."
            other="# servers that were heard in the last day do not trust this key yet. They believe nothing from Latchkey until they are connected again."
          />
        </Alert>
      )}
      {silent <= 0 ? null : (
        <Alert variant="warn" icon={<IconAlertTriangle size={18} stroke={1.75} />}>
          <Plural
            value={silent}
            one="# server that was not heard for a day does not know this key and must be connected again when it is back."
            other="# servers that were not heard for a day do not know this key and must be connected again when they are back."
          />
        </Alert>
      )}
    </ConfirmDialog>
  )
}
