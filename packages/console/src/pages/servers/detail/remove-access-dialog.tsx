import { type Access, routes, type Server } from "@latchkey/contract"
import { Plural, Trans, useLingui } from "@lingui/react/macro"
import { Alert } from "@mantine/core"
import { IconAlertTriangle } from "@tabler/icons-react"
import { useApiMutation } from "../../../api.ts"
import { describeFailure } from "../../../failure.ts"
import { staleAfterServerChange } from "../../../servers.ts"
import { ConfirmDialog } from "../../../ui/confirm-dialog.tsx"
import { showDone } from "../../../ui/toasts.tsx"
import { beforeRemoval, receiptOf } from "../../keys/receipt.tsx"
import { SubjectName } from "./subject-name.tsx"

type Props = {
  server: Server
  access: Access
  /** No other access lets anybody in. */
  isLast: boolean
  /** The key to tell of since when the server refuses it, for where that is not in sight. */
  keyId?: string
  onClose: () => void
}

/** Says whom an access lets in before it is taken away; the server's name must be typed where nobody is left. */
export function RemoveAccessDialog({ server, access, isLast, keyId, onClose }: Props) {
  const { t } = useLingui()
  const removal = useApiMutation(routes.removeAccess, staleAfterServerChange)
  const locksOut = isLast && access.opens > 0

  function confirm() {
    const since = beforeRemoval()
    removal.mutate(
      { params: { id: server.id, accessId: access.id } },
      {
        onSuccess() {
          onClose()
          showDone(
            t`The access to ${server.name} is removed.`,
            keyId === undefined ? undefined : receiptOf({ keyIds: [keyId], since }),
          )
        },
      },
    )
  }

  return (
    <ConfirmDialog
      opened
      title={t`Remove from ${server.name}?`}
      confirmLabel={t`Remove access`}
      cancelLabel={t`Keep the access`}
      {...(locksOut && { typeToConfirm: server.name })}
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
        <strong>
          <SubjectName access={access} />
        </strong>{" "}
        <Trans>
          as <code>{access.loginUser}</code>:
        </Trans>{" "}
        <Plural
          value={access.opens}
          one="# key stops working there within seconds."
          other="# keys stop working there within seconds."
        />{" "}
        <Trans>Sessions that are already open stay open.</Trans>
      </p>
      {locksOut ? (
        <Alert variant="bad" icon={<IconAlertTriangle size={18} stroke={1.75} />}>
          <Trans>
            Nothing else from Latchkey opens {server.name}. Only keys that were on it before Latchkey let anybody in
            then.
          </Trans>
        </Alert>
      ) : null}
    </ConfirmDialog>
  )
}
