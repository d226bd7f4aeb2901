import { type FoundKey, routes, type Server } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { Alert } from "@mantine/core"
import { IconAlertTriangle } from "@tabler/icons-react"
import { useApiMutation } from "../../../api.ts"
import { describeFailure } from "../../../failure.ts"
import { staleAfterServerChange } from "../../../servers.ts"
import { ConfirmDialog } from "../../../ui/confirm-dialog.tsx"
import { showDone } from "../../../ui/toasts.tsx"

type Props = {
  server: Server
  foundKey: FoundKey
  isLastOfUser: boolean
  isLastOfServer: boolean
  onClose: () => void
}

/** Says who may be locked out before a found key is let in no more; the server's name must be typed where nobody is left. */
export function DropFoundKeyDialog({ server, foundKey, isLastOfUser, isLastOfServer, onClose }: Props) {
  const { t } = useLingui()
  const decide = useApiMutation(routes.decideFoundKey, staleAfterServerChange)
  const { id: foundId, loginUser } = foundKey

  function confirm() {
    decide.mutate(
      { params: { id: server.id, foundId }, body: { decision: "drop" } },
      {
        onSuccess() {
          onClose()
          showDone(t`${server.name} lets this key in no more once it has heard.`)
        },
      },
    )
  }

  return (
    <ConfirmDialog
      opened
      title={t`Remove this key from ${server.name}?`}
      confirmLabel={t`Remove key`}
      cancelLabel={t`Keep the key`}
      {...(isLastOfServer && { typeToConfirm: server.name })}
      busy={decide.isPending}
      onConfirm={confirm}
      onClose={onClose}
    >
      {decide.error === null ? null : (
        <Alert variant="bad" role="alert">
          {describeFailure(decide.error).message}
        </Alert>
      )}
      <p>
        <Trans>
          It no longer signs in as <code>{loginUser}</code>. The file authorized_keys stays as it is; sshd passes over
          the key there.
        </Trans>
      </p>
      {isLastOfServer ? (
        <Alert variant="bad" icon={<IconAlertTriangle size={18} stroke={1.75} />}>
          <Trans>This is the last key on {server.name}. Nobody could sign in.</Trans>
        </Alert>
      ) : isLastOfUser ? (
        <Alert variant="warn" icon={<IconAlertTriangle size={18} stroke={1.75} />}>
          <Trans>
            This is the last key that signs in as <code>{loginUser}</code>.
          </Trans>
        </Alert>
      ) : null}
    </ConfirmDialog>
  )
}
