import { routes } from "@latchkey/contract"
import { parseEmail } from "@latchkey/core"
import { msg } from "@lingui/core/macro"
import { useLingui } from "@lingui/react/macro"
import { TextInput } from "@mantine/core"
import { useState } from "react"
import { useAccount, useApiMutation } from "../../../api.ts"
import { fieldErrorsOf } from "../../../failure.ts"
import type { OperationWords } from "../../../failure-words.ts"
import { DialogButtons } from "../../../forms/dialog-buttons.tsx"
import { Form } from "../../../forms/form.tsx"
import { PasswordField } from "../../../forms/password-field.tsx"
import { Dialog } from "../../../ui/dialog.tsx"
import { showDone } from "../../../ui/toasts.tsx"
import { isRefused } from "../account-fields.ts"

const words: OperationWords = {
  conflict: { message: msg`Another account has this e-mail address.`, hint: msg`Use another address.` },
}

/** Another e-mail address, for whoever knows the password. */
export function EmailDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const [email, setEmail] = useState(useAccount().email)
  const [currentPassword, setPassword] = useState("")
  const [tried, setTried] = useState(false)
  const change = useApiMutation(routes.changeEmail, ["account", "accounts", "audit"])
  const broken = {
    ...(isRefused(parseEmail, email) && { email: t`This is not an e-mail address.` }),
    ...(currentPassword === "" && { currentPassword: t`Type your password.` }),
  }
  const errors: { readonly email?: string; readonly currentPassword?: string } = tried
    ? { ...fieldErrorsOf(change.error, ["email", "currentPassword"], words), ...broken }
    : {}

  function submit() {
    setTried(true)
    if (Object.keys(broken).length > 0) return
    change.mutate(
      { body: { email, currentPassword } },
      {
        onSuccess(account) {
          showDone(t`Your e-mail address is ${account.email} now.`)
          onClose()
        },
      },
    )
  }

  return (
    <Dialog opened onClose={onClose} size={440} title={t`Change e-mail`}>
      <Form
        failure={change.error}
        words={words}
        errors={errors}
        onSubmit={submit}
        dialogButtons={<DialogButtons submitLabel={t`Change e-mail`} busy={change.isPending} onCancel={onClose} />}
      >
        <TextInput
          data-autofocus
          label={t`E-mail`}
          description={t`You can sign in with it.`}
          type="email"
          autoComplete="email"
          value={email}
          error={errors.email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <PasswordField
          label={t`Password`}
          description={t`To be sure that it is you.`}
          autoComplete="current-password"
          value={currentPassword}
          error={errors.currentPassword}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
      </Form>
    </Dialog>
  )
}
