import { Trans, useLingui } from "@lingui/react/macro"
import { useState } from "react"
import { paths } from "../../paths.ts"
import { CardPage } from "../../shell/card-page.tsx"
import { ButtonLink } from "../../ui/links.tsx"
import { DeadLink, LinkGate } from "./link-gate.tsx"
import { ResetPasswordForm } from "./reset-password-form.tsx"

/** Where a link for a new password leads. */
export default function ResetPasswordPage() {
  const { t } = useLingui()
  const [over, setOver] = useState<{ readonly secret: string; readonly done: boolean }>()
  return (
    <LinkGate kind="password_reset" title={t`Choose a new password`}>
      {({ handle, from }, secret) => {
        if (over?.secret === secret) return over.done ? <Changed handle={handle} /> : <DeadLink />
        return (
          <CardPage
            title={t`Choose a new password`}
            description={
              <Trans>
                for <strong>{handle}</strong>, by a link from {from}
              </Trans>
            }
            width={416}
          >
            <ResetPasswordForm
              key={secret}
              handle={handle}
              secret={secret}
              onDone={() => setOver({ secret, done: true })}
              onDead={() => setOver({ secret, done: false })}
            />
          </CardPage>
        )
      }}
    </LinkGate>
  )
}

function Changed({ handle }: { handle: string }) {
  const { t } = useLingui()
  return (
    <CardPage
      title={t`Your password is changed`}
      description={<Trans>{handle} was signed out everywhere. API tokens go on working.</Trans>}
      width={416}
    >
      <ButtonLink to={paths.signIn} variant="filled" size="lg" fullWidth>
        <Trans>Sign in</Trans>
      </ButtonLink>
    </CardPage>
  )
}
