import { type NewLink, routes } from "@latchkey/contract"
import { parseHandle } from "@latchkey/core"
import { msg } from "@lingui/core/macro"
import { Trans, useLingui } from "@lingui/react/macro"
import { TextInput } from "@mantine/core"
import { useState } from "react"
import { useApiMutation } from "../../../api.ts"
import { fieldErrorsOf } from "../../../failure.ts"
import type { OperationWords } from "../../../failure-words.ts"
import { DialogButtons } from "../../../forms/dialog-buttons.tsx"
import { Form } from "../../../forms/form.tsx"
import { Dialog } from "../../../ui/dialog.tsx"
import { isRefused, useHandleWords } from "../../account/account-fields.ts"
import { LinkShown } from "./link-shown.tsx"
import { staleAfterChange } from "./use-account-changes.ts"

const words: OperationWords = {
  conflict: { message: msg`This handle is taken, or an open invitation keeps it.`, hint: msg`Choose another handle.` },
}

/** Chooses a handle, then shows the link with which somebody makes that account. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const [handle, setHandle] = useState("")
  const [link, setLink] = useState<NewLink>()
  return (
    <Dialog
      opened
      onClose={onClose}
      size={520}
      title={link === undefined ? t`Invite somebody` : t`Invitation of ${handle}`}
      // A stray click or Escape would lose the link for good.
      closeOnClickOutside={link === undefined}
      closeOnEscape={link === undefined}
      withCloseButton={link === undefined}
    >
      {link === undefined ? (
        <InviteForm handle={handle} onType={setHandle} onInvited={setLink} onCancel={onClose} />
      ) : (
        <LinkShown link={link} onDone={onClose}>
          <Trans>
            Give this link to the person who is to be <strong>{handle}</strong>, by a way that only they read. Opening
            it, they choose their own name, e-mail and password.
          </Trans>
        </LinkShown>
      )}
    </Dialog>
  )
}

type FormProps = {
  handle: string
  onType: (handle: string) => void
  onInvited: (link: NewLink) => void
  onCancel: () => void
}

function InviteForm({ handle, onType, onInvited, onCancel }: FormProps) {
  const { t } = useLingui()
  const [tried, setTried] = useState(false)
  const handleWords = useHandleWords()
  const invite = useApiMutation(routes.inviteAccount, staleAfterChange)
  const isWrong = isRefused(parseHandle, handle)
  const errors: { readonly handle?: string } = tried
    ? { ...fieldErrorsOf(invite.error, ["handle"], words), ...(isWrong && { handle: handleWords }) }
    : {}

  function submit() {
    setTried(true)
    if (!isWrong) invite.mutate({ body: { handle } }, { onSuccess: onInvited })
  }

  return (
    <Form
      failure={invite.error}
      words={words}
      errors={errors}
      onSubmit={submit}
      dialogButtons={<DialogButtons submitLabel={t`Make the link`} busy={invite.isPending} onCancel={onCancel} />}
    >
      <TextInput
        data-autofocus
        label={t`Handle`}
        description={t`Their short name here, as “bob”. It cannot be changed later.`}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        value={handle}
        error={errors.handle}
        onChange={(event) => onType(event.currentTarget.value)}
      />
    </Form>
  )
}
