import { routes } from "@latchkey/contract"
import { parsePassword, shortestPassword } from "@latchkey/core"
import { Trans, useLingui } from "@lingui/react/macro"
import { Button } from "@mantine/core"
import { useMutation, useQueryClient } from "@tanstack/react-query"
import { useState } from "react"
import { accountQuery, api, forgetAccount } from "../../api.ts"
import { Form } from "../../forms/form.tsx"
import { PasswordField } from "../../forms/password-field.tsx"
import { announce } from "../../ui/announce.ts"
import { isRefused, usePasswordWords } from "./account-fields.ts"
import { isDead } from "./link-gate.tsx"

type Props = {
  handle: string
  secret: string
  onDone: () => void
  /** The link has been used or taken back meanwhile. */
  onDead: () => void
}

/** The new password of the account that a link is for. */
export function ResetPasswordForm({ handle, secret, onDone, onDead }: Props) {
  const { t } = useLingui()
  const queryClient = useQueryClient()
  const [password, setPassword] = useState("")
  const [tried, setTried] = useState(false)
  const passwordWords = usePasswordWords()
  const isWrong = isRefused(parsePassword, password)
  const errors: { readonly password?: string } = tried && isWrong ? { password: passwordWords } : {}

  const reset = useMutation({
    mutationFn: () => api.call(routes.resetPassword, { body: { secret, password } }),
    onSuccess() {
      // Where this very account was signed in, it is so no more.
      if (queryClient.getQueryData(accountQuery.queryKey)?.account.handle === handle) forgetAccount(queryClient)
      announce(t`Your password is changed`)
      onDone()
    },
    onError(failure) {
      if (isDead(failure)) onDead()
    },
  })

  function submit() {
    setTried(true)
    if (!isWrong) reset.mutate()
  }

  return (
    <Form failure={reset.error} errors={errors} onSubmit={submit}>
      <input type="text" name="username" autoComplete="username" value={handle} readOnly hidden />
      <PasswordField
        autoFocus
        label={t`New password`}
        description={t`At least ${shortestPassword} characters. A sentence is easier to remember than symbols.`}
        autoComplete="new-password"
        error={errors.password}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <Button type="submit" variant="filled" size="lg" fullWidth loading={reset.isPending}>
        <Trans>Set the password</Trans>
      </Button>
    </Form>
  )
}
