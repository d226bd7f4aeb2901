import { routes } from "@latchkey/contract"
import { parseHandle } from "@latchkey/core"
import { msg } from "@lingui/core/macro"
import { Trans, useLingui } from "@lingui/react/macro"
import { TextInput } from "@mantine/core"
import { useState } from "react"
import { type ApiMutation, useApiMutation } from "../../../api.ts"
import { fieldErrorsOf } from "../../../failure.ts"
import type { OperationWords } from "../../../failure-words.ts"
import { DialogButtons } from "../../../forms/dialog-buttons.tsx"
import { Form } from "../../../forms/form.tsx"
import { LinkShown } from "../../../ui/link-shown.tsx"
import { SecretDialog } from "../../../ui/secret-dialog.tsx"
import { isRefused, useHandleWords } from "../../account/account-fields.ts"
import { staleAfterChange } from "./use-account-changes.ts"

const words: OperationWords = {
  conflict: { message: msg`This handle is taken, or an open invitation keeps it.`, hint: msg`Choose another handle.` },
}

/** Chooses a handle, then shows the link with which somebody makes that account. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const [handle, setHandle] = useState("")
  const invite = useApiMutation(routes.inviteAccount, staleAfterChange)
  const { data: link, isPending } = invite
  return (
    <SecretDialog
      opened
      onClose={onClose}
      title={link === undefined ? t`Invite somebody` : t`Invitation of ${handle}`}
      held={isPending || link !== undefined}
    >
      {link === undefined ? (
        <InviteForm handle={handle} onType={setHandle} invite={invite} onCancel={onClose} />
      ) : (
        <LinkShown link={link} onDone={onClose}>
          <Trans>
            Give this link to the person who is to be <strong>{handle}</strong>, by a way that only they read. Opening
            it, they choose their own name, e-mail and password.
          </Trans>
        </LinkShown>
      )}
    </SecretDialog>
  )
}

type FormProps = {
  handle: string
  onType: (handle: string) => void
  invite: ApiMutation<typeof routes.inviteAccount>
  onCancel: () => void
}

function InviteForm({ handle, onType, invite, onCancel }: FormProps) {
  const { t } = useLingui()
  const [tried, setTried] = useState(false)
  const handleWords = useHandleWords()
  const isWrong = isRefused(parseHandle, handle)
  const errors: { readonly handle?: string } = tried
    ? { ...fieldErrorsOf(invite.error, ["handle"], words), ...(isWrong && { handle: handleWords }) }
    : {}

  function submit() {
    setTried(true)
    if (!isWrong) invite.mutate({ body: { handle } })
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
