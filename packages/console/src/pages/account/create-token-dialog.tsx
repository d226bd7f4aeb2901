import { routes } from "@latchkey/contract"
import type { TokenScope } from "@latchkey/core"
import { useLingui } from "@lingui/react/macro"
import { useApiMutation } from "../../api.ts"
import { SecretDialog } from "../../ui/secret-dialog.tsx"
import { NewTokenForm, type TokenHolder } from "./new-token-form.tsx"
import { TokenSecret } from "./token-secret.tsx"

type Props = {
  holder?: TokenHolder
  /** Ticked at first. */
  wanted?: readonly TokenScope[] | undefined
  opened: boolean
  onClose: () => void
}

/** Makes a token, then shows its secret this once; it closes only when the secret was kept. */
export function CreateTokenDialog({ holder = {}, wanted = ["keys:read"], opened, onClose }: Props) {
  const { t } = useLingui()
  const create = useApiMutation(routes.createToken, ["tokens"])
  const { data: created, isPending, reset } = create
  function close() {
    reset()
    onClose()
  }
  return (
    <SecretDialog
      opened={opened}
      onClose={close}
      title={created === undefined ? t`Create an API token` : t`Your new token`}
      held={isPending || created !== undefined}
    >
      {created === undefined ? (
        <NewTokenForm holder={holder} wanted={wanted} create={create} onCancel={close} />
      ) : (
        <TokenSecret created={created} onDone={close} />
      )}
    </SecretDialog>
  )
}
