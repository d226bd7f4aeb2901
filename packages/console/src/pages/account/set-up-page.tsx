import { routes } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { useQuery } from "@tanstack/react-query"
import { lazy, Suspense, useState } from "react"
import { apiQuery } from "../../api.ts"
import { paths } from "../../paths.ts"
import { CardPage } from "../../shell/card-page.tsx"
import { ErrorState } from "../../ui/error-state.tsx"
import { ButtonLink } from "../../ui/links.tsx"
import { FirstAccountForm } from "./first-account-form.tsx"

// Its drawing of a key is no part of the first load: it is asked for once the account is made.
const HostFingerprintStep = lazy(() => import("./host-fingerprint-step.tsx"))

/** The first run: makes the first account, then shows what the host's fingerprint must read. */
export default function SetUpPage() {
  const { t } = useLingui()
  const [done, setDone] = useState(false)
  const { data: setup, error, refetch } = useQuery(apiQuery(routes.showSetup, {}))

  if (done) {
    return (
      <Suspense>
        <HostFingerprintStep />
      </Suspense>
    )
  }
  if (error !== null) {
    return (
      <CardPage title={t`Welcome to Latchkey`} width={480}>
        <ErrorState title={t`This page could not be loaded.`} error={error} onRetry={refetch} />
      </CardPage>
    )
  }
  if (setup === undefined) return null
  if (!setup.required) {
    return (
      <CardPage title={t`This Latchkey is already set up.`} width={480}>
        <ButtonLink to={paths.signIn} variant="filled" size="lg" fullWidth>
          <Trans>Sign in</Trans>
        </ButtonLink>
      </CardPage>
    )
  }
  return (
    <CardPage
      title={t`Welcome to Latchkey`}
      description={<Trans>Set up the first account. It can manage everything on this instance.</Trans>}
      width={480}
    >
      <FirstAccountForm onDone={() => setDone(true)} />
    </CardPage>
  )
}
