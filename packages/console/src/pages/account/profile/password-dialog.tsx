import { routes } from "@latchkey/contract"
import { parsePassword, shortestPassword } from "@latchkey/core"
import { Trans, useLingui } from "@lingui/react/macro"

import { type ChangeEvent, useState } from "react"
import { useAccount, useApiMutation } from "../../../api.ts"
import { fieldErrorsOf } from "../../../failure.ts"
import { DialogButtons } from "../../../forms/dialog-buttons.tsx"
import { Form } from "../../../forms/form.tsx"
import { PasswordField } from "../../../forms/password-field.tsx"
import { Dialog } from "../../../ui/dialog.tsx"
import { showDone } from "../../../ui/toasts.tsx"
import { isRefused, usePasswordWords } from "../account-fields.ts"

/** Another password, for whoever knows the present one. */
export function PasswordDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const { handle } = useAccount()
  const [fields, setFields] = useState({ currentPassword: "", password: "" })
  const [tried, setTried] = useState(false)
  const change = useApiMutation(routes.changePassword, ["account", "audit"])
  const passwordWords = usePasswordWords()
  const broken = {
    ...(fields.currentPassword === "" && { currentPassword: t`Type your password.` }),
    ...(isRefused(parsePassword, fields.password) && { password: passwordWords }),
  }
  const errors: { readonly currentPassword?: string; readonly password?: string } = tried
    ? { ...fieldErrorsOf(change.error, ["currentPassword", "password"]), ...broken }
    : {}
  const edit = (name: keyof typeof fields) => ({
    value: fields[name],
    error: errors[name],
    onChange: (event: ChangeEvent<HTMLInputElement>) => setFields({ ...fields, [name]: event.currentTarget.value }),
  })

  function submit() {
    setTried(true)
    if (Object.keys(broken).length > 0) return
    change.mutate(
      { body: fields },
      {
        onSuccess() {
          showDone(t`Your password is changed. You are signed out everywhere else.`)
          onClose()
        },
      },
    )
  }

  return (
    <Dialog opened onClose={onClose} size={440} title={t`Change password`}>
      <Form
        failure={change.error}
        errors={errors}
        onSubmit={submit}
        dialogButtons={<DialogButtons submitLabel={t`Change password`} busy={change.isPending} onCancel={onClose} />}
      >
        <input type="text" name="username" autoComplete="username" value={handle} readOnly hidden />
        <PasswordField
          data-autofocus
          label={t`Present password`}
          autoComplete="current-password"
          {...edit("currentPassword")}
        />
        <PasswordField
          label={t`New password`}
          description={t`At least ${shortestPassword} characters. A sentence is easier to remember than symbols.`}
          autoComplete="new-password"
          {...edit("password")}
        />
        <p>
          <Trans>You are signed out everywhere else. API tokens go on working.</Trans>
        </p>
      </Form>
    </Dialog>
  )
}
