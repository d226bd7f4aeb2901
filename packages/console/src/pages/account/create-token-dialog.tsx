import type { NewToken } from "@latchkey/contract"
import { useLingui } from "@lingui/react/macro"

import { useState } from "react"
import { Dialog } from "../../ui/dialog.tsx"
import { NewTokenForm, type TokenHolder } from "./new-token-form.tsx"
import { TokenSecret } from "./token-secret.tsx"

type Props = { holder?: TokenHolder; opened: boolean; onClose: () => void }

/** Makes a token, then shows its secret this once; it closes only when the secret was copied. */
export function CreateTokenDialog({ holder = {}, opened, onClose }: Props) {
  const { t } = useLingui()
  const [created, setCreated] = useState<NewToken>()
  function close() {
    setCreated(undefined)
    onClose()
  }
  return (
    <Dialog
      opened={opened}
      onClose={close}
      size={520}
      title={created === undefined ? t`Create an API token` : t`Your new token`}
      // A stray click or Escape would lose the secret for good.
      closeOnClickOutside={created === undefined}
      closeOnEscape={created === undefined}
      withCloseButton={created === undefined}
    >
      {created === undefined ? (
        <NewTokenForm holder={holder} onCreated={setCreated} onCancel={close} />
      ) : (
        <TokenSecret secret={created.secret} onDone={close} />
      )}
    </Dialog>
  )
}
