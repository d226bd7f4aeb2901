import { routes } from "@latchkey/contract"
import { shortestPassword } from "@latchkey/core"
import { msg } from "@lingui/core/macro"
import { Trans, useLingui } from "@lingui/react/macro"
import { Button, TextInput } from "@mantine/core"
import { useMutation, useQueryClient } from "@tanstack/react-query"
import { useNavigate } from "@tanstack/react-router"
import { type ChangeEvent, useState } from "react"
import { accountQuery, api, forgetAccount } from "../../api.ts"
import { fieldErrorsOf } from "../../failure.ts"
import type { OperationWords } from "../../failure-words.ts"
import { Form } from "../../forms/form.tsx"
import { PasswordField } from "../../forms/password-field.tsx"
import { paths } from "../../paths.ts"
import { useAccountRules, useReadLanguage } from "./account-fields.ts"
import { isDead } from "./link-gate.tsx"

const words: OperationWords = {
  conflict: { message: msg`Another account has this e-mail address.`, hint: msg`Use another address.` },
}

type Props = {
  handle: string
  secret: string
  /** The link has been used or taken back while the form was filled in. */
  onDead: () => void
}

/** What somebody who was invited says of themselves; then the account is made and signed in. */
export function JoinForm({ handle, secret, onDead }: Props) {
  const { t } = useLingui()
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const [fields, setFields] = useState({ email: "", displayName: "", password: "" })
  const [tried, setTried] = useState(false)
  const broken = useAccountRules()({ ...fields, handle })
  const language = useReadLanguage()

  const join = useMutation({
    mutationFn: () => api.call(routes.acceptInvitation, { body: { ...fields, secret, language } }),
    async onSuccess(who) {
      // Somebody else may have been signed in here.
      forgetAccount(queryClient)
      queryClient.setQueryData(accountQuery.queryKey, who)
      await navigate({ to: paths.overview, replace: true })
    },
    onError(failure) {
      if (isDead(failure)) onDead()
    },
  })

  const edit = (name: keyof typeof fields) => ({
    value: fields[name],
    onChange: (event: ChangeEvent<HTMLInputElement>) => setFields({ ...fields, [name]: event.currentTarget.value }),
  })
  const errors = !tried ? {} : { ...fieldErrorsOf(join.error, Object.keys(fields), words), ...broken }

  function submit() {
    setTried(true)
    if (Object.keys(broken).length === 0) join.mutate()
  }

  return (
    <Form failure={join.error} words={words} errors={errors} onSubmit={submit}>
      <TextInput label={t`Name`} autoComplete="name" autoFocus error={errors.displayName} {...edit("displayName")} />
      <TextInput label={t`E-mail`} type="email" autoComplete="email" error={errors.email} {...edit("email")} />
      <input type="text" name="username" autoComplete="username" value={handle} readOnly hidden />
      <PasswordField
        label={t`Password`}
        description={t`At least ${shortestPassword} characters. A sentence is easier to remember than symbols.`}
        autoComplete="new-password"
        error={errors.password}
        {...edit("password")}
      />
      <Button type="submit" variant="filled" size="lg" fullWidth loading={join.isPending}>
        <Trans>Create the account</Trans>
      </Button>
    </Form>
  )
}
