import { routes } from "@latchkey/contract"
import { shortestPassword } from "@latchkey/core"
import { msg } from "@lingui/core/macro"
import { Trans, useLingui } from "@lingui/react/macro"
import { Button, TextInput } from "@mantine/core"
import { useMutation, useQueryClient } from "@tanstack/react-query"
import { useLocation, useNavigate } from "@tanstack/react-router"
import { type ChangeEvent, useEffect, useState } from "react"
import { accountQuery, api } from "../../api.ts"
import { fieldErrorsOf } from "../../failure.ts"
import type { OperationWords } from "../../failure-words.ts"
import { Form } from "../../forms/form.tsx"
import { PasswordField } from "../../forms/password-field.tsx"
import { type AccountFields, useAccountRules, useReadLanguage } from "./account-fields.ts"

const words: OperationWords = {
  forbidden: {
    message: msg`That set-up link is not valid.`,
    hint: msg`Each start prints a new link: look for the newest one where Latchkey runs.`,
  },
  conflict: { message: msg`This Latchkey is already set up.`, hint: msg`Sign in instead.` },
}

/** Makes the first account; the set-up token comes in the address's fragment, which is no part of any request. */
export function FirstAccountForm({ onDone }: { onDone: () => void }) {
  const { t } = useLingui()
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const { hash } = useLocation()
  const [linkToken, setLinkToken] = useState(hash)
  const [typedToken, setTypedToken] = useState("")
  const [fields, setFields] = useState<AccountFields>({ handle: "", email: "", displayName: "", password: "" })
  const [tried, setTried] = useState(false)
  const broken = useAccountRules()(fields)
  const language = useReadLanguage()
  const needsToken = linkToken === ""

  useEffect(() => {
    if (hash === "") return
    // A link opened where this page already stands changes the fragment and mounts nothing anew.
    setLinkToken(hash)
    // The token works for whoever sees it: it leaves the address bar and the history.
    void navigate({ to: ".", hash: "", replace: true })
  }, [hash, navigate])

  const setUp = useMutation({
    mutationFn: () =>
      api.call(routes.setUp, { body: { ...fields, language, token: needsToken ? typedToken.trim() : linkToken } }),
    onSuccess(who) {
      queryClient.setQueryData(accountQuery.queryKey, who)
      onDone()
    },
  })

  const edit = (name: keyof AccountFields) => ({
    value: fields[name],
    onChange: (event: ChangeEvent<HTMLInputElement>) => setFields({ ...fields, [name]: event.currentTarget.value }),
  })
  const errors = !tried ? {} : { ...fieldErrorsOf(setUp.error, Object.keys(fields)), ...broken }

  function submit() {
    setTried(true)
    if (Object.keys(broken).length === 0) setUp.mutate()
  }

  return (
    <Form failure={setUp.error} words={words} errors={errors} onSubmit={submit}>
      {needsToken ? (
        <TextInput
          label={t`Set-up code`}
          description={t`Printed where Latchkey was started, at the end of the set-up link.`}
          autoComplete="off"
          value={typedToken}
          onChange={(event) => setTypedToken(event.currentTarget.value)}
        />
      ) : null}
      <TextInput
        label={t`Handle`}
        description={t`Your short name here, as “alice”.`}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        error={errors.handle}
        {...edit("handle")}
      />
      <TextInput label={t`E-mail`} type="email" autoComplete="email" error={errors.email} {...edit("email")} />
      <TextInput label={t`Name`} autoComplete="name" error={errors.displayName} {...edit("displayName")} />
      <PasswordField
        label={t`Password`}
        description={t`At least ${shortestPassword} characters. A sentence is easier to remember than symbols.`}
        autoComplete="new-password"
        error={errors.password}
        {...edit("password")}
      />
      <Button type="submit" variant="filled" size="lg" fullWidth loading={setUp.isPending}>
        <Trans>Create the account</Trans>
      </Button>
    </Form>
  )
}
