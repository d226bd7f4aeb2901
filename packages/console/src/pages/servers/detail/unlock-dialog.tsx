import { routes, type Server } from "@latchkey/contract"
import { useLingui } from "@lingui/react/macro"
import { useApiMutation } from "../../../api.ts"
import { staleAfterServerChange } from "../../../servers.ts"
import { SecretDialog } from "../../../ui/secret-dialog.tsx"
import { UnlockForm } from "./unlock-form.tsx"
import { UnlockLetters } from "./unlock-letters.tsx"

/** Makes letters that let a key in when they are typed at the server's own console, and shows them this once. */
export function UnlockDialog({ server, onClose }: { server: Server; onClose: () => void }) {
  const { t } = useLingui()
  const offer = useApiMutation(routes.offerUnlock, staleAfterServerChange)
  const { data: made, variables, isPending } = offer
  return (
    <SecretDialog
      opened
      onClose={onClose}
      title={t`Get back in to ${server.name}`}
      held={isPending || made !== undefined}
    >
      {made === undefined || variables === undefined ? (
        <UnlockForm server={server} offer={offer} onCancel={onClose} />
      ) : (
        <UnlockLetters
          server={server}
          loginUser={variables.body.loginUser}
          offer={made}
          onAgain={offer.reset}
          onDone={onClose}
        />
      )}
    </SecretDialog>
  )
}
