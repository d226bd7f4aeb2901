import { routes, type Server } from "@latchkey/contract"
import { plural } from "@lingui/core/macro"
import { Trans, useLingui } from "@lingui/react/macro"
import { Alert } from "@mantine/core"
import { useApiMutation } from "../../../api.ts"
import { describeFailure } from "../../../failure.ts"
import { staleAfterServerChange } from "../../../servers.ts"
import { ConfirmDialog } from "../../../ui/confirm-dialog.tsx"
import { showDone } from "../../../ui/toasts.tsx"

/** Which open logins are to end: one of them, or all with a key. */
export type Ending = { readonly name: string } & (
  | { readonly loginIds: string[]; readonly fingerprint?: never }
  | { readonly fingerprint: string; readonly loginIds?: never }
)

/** Asks before people are thrown off a server. */
export function EndLoginsDialog({ server, ending, onClose }: { server: Server; ending: Ending; onClose: () => void }) {
  const { t } = useLingui()
  const end = useApiMutation(routes.endLogins, staleAfterServerChange)
  const { name, loginIds, fingerprint } = ending

  function confirm() {
    end.mutate(
      { params: { id: server.id }, body: { ...(loginIds !== undefined && { loginIds }), fingerprint } },
      {
        onSuccess({ ending: count }) {
          onClose()
          const told = plural(count, { one: "# session is told to end.", other: "# sessions are told to end." })
          showDone(count === 0 ? t`None of them was open any more.` : told)
        },
      },
    )
  }

  return (
    <ConfirmDialog
      opened
      title={loginIds === undefined ? t`End all sessions of ${name}?` : t`End this session of ${name}?`}
      confirmLabel={loginIds === undefined ? t`End sessions` : t`End session`}
      cancelLabel={t`Leave it open`}
      busy={end.isPending}
      onConfirm={confirm}
      onClose={onClose}
    >
      {end.error === null ? null : (
        <Alert variant="bad" role="alert">
          {describeFailure(end.error).message}
        </Alert>
      )}
      <p>
        <Trans>
          {server.name} closes the connection within seconds; what runs in it ends. The key itself still opens the
          server, unless you remove it.
        </Trans>
      </p>
    </ConfirmDialog>
  )
}
