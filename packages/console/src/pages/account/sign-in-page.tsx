import { ApiError, routes } from "@latchkey/contract"
import { Plural, Trans, useLingui } from "@lingui/react/macro"
import { Alert, Button, TextInput } from "@mantine/core"
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { getRouteApi, Navigate, useRouter } from "@tanstack/react-router"
import { useState } from "react"
import { accountQuery, api, apiQuery } from "../../api.ts"
import { describeFailure } from "../../failure.ts"
import { Form } from "../../forms/form.tsx"
import { PasswordField } from "../../forms/password-field.tsx"
import { HostFingerprintNote } from "../../gateway/host-fingerprint-note.tsx"
import { paths } from "../../paths.ts"
import { CardPage } from "../../shell/card-page.tsx"
import { announce } from "../../ui/announce.ts"
import { TextLink } from "../../ui/links.tsx"
import { useCountdown } from "./countdown.ts"

const route = getRouteApi(paths.signIn)

/** The way in, by handle or e-mail address and password. */
export default function SignInPage() {
  const { t } = useLingui()
  const router = useRouter()
  const queryClient = useQueryClient()
  const { from = paths.overview, expired = false } = route.useSearch()
  const [identifier, setIdentifier] = useState("")
  const [password, setPassword] = useState("")
  const [tried, setTried] = useState(false)
  const setup = useQuery(apiQuery(routes.showSetup, {}))
  const wait = useCountdown()

  const signIn = useMutation({
    mutationFn: () => api.call(routes.signIn, { body: { identifier, password } }),
    onSuccess(who) {
      queryClient.setQueryData(accountQuery.queryKey, who)
      router.history.push(from)
    },
    onError(failure) {
      if (failure instanceof ApiError && failure.retryAfter !== undefined) wait.start(failure.retryAfter)
      announce(words(failure), "assertive")
    },
  })

  function words(failure: Error): string {
    if (failure instanceof ApiError && failure.code === "unauthenticated")
      return t`Handle, e-mail or password is wrong.`
    if (failure instanceof ApiError && failure.code === "rate_limited") return t`Too many tries.`
    const { message, hint } = describeFailure(failure)
    return hint === undefined ? message : `${message} ${hint}`
  }

  const errors: { readonly identifier?: string; readonly password?: string } = tried
    ? {
        ...(identifier.trim() === "" && { identifier: t`Type your handle or your e-mail address.` }),
        ...(password === "" && { password: t`Type your password.` }),
      }
    : {}

  function submit() {
    setTried(true)
    if (!waiting && !signIn.isPending && identifier.trim() !== "" && password !== "") signIn.mutate()
  }

  if (setup.data?.required) return <Navigate to={paths.setup} />
  const waiting = wait.seconds > 0
  const waitIsOver = wait.seconds === 0 && signIn.error instanceof ApiError && signIn.error.code === "rate_limited"
  const failed = signIn.error !== null && !waitIsOver
  const host = location.host
  return (
    <CardPage title={t`Sign in`} description={<Trans>to {host}</Trans>} width={416} aside={<Aside />}>
      {expired && !failed ? (
        <Alert variant="info" role="alert" mb={16}>
          <Trans>You were signed out. You will return to where you were.</Trans>
        </Alert>
      ) : null}
      <Form
        onSubmit={submit}
        errors={errors}
        banner={
          failed ? (
            <>
              {words(signIn.error)} {waiting ? <Wait seconds={wait.seconds} /> : null}
            </>
          ) : undefined
        }
      >
        <TextInput
          label={t`Handle or e-mail`}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          autoFocus
          error={errors.identifier}
          value={identifier}
          onChange={(event) => setIdentifier(event.currentTarget.value)}
        />
        <PasswordField
          label={t`Password`}
          autoComplete="current-password"
          error={errors.password}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Button
          type="submit"
          variant="filled"
          size="lg"
          fullWidth
          loading={signIn.isPending}
          aria-disabled={waiting || undefined}
        >
          <Trans>Sign in</Trans>
        </Button>
      </Form>
    </CardPage>
  )
}

function Aside() {
  return (
    <>
      <HostFingerprintNote />
      <p>
        <TextLink inherit to={paths.guides}>
          <Trans>Guides to SSH keys</Trans>
        </TextLink>
      </p>
    </>
  )
}

function Wait({ seconds }: { seconds: number }) {
  const minutes = Math.ceil(seconds / 60)
  if (seconds >= 60) return <Plural value={minutes} one="Wait # minute." other="Wait # minutes." />
  return <Plural value={seconds} one="Wait # second." other="Wait # seconds." />
}
