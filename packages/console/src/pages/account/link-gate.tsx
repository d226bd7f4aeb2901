import { ApiError, type LinkPurpose } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import type { ReactNode } from "react"
import { paths } from "../../paths.ts"
import { CardPage } from "../../shell/card-page.tsx"
import { ErrorState } from "../../ui/error-state.tsx"
import { ButtonLink } from "../../ui/links.tsx"
import { useLink } from "./use-link.ts"

type AccountLink = Extract<LinkPurpose, { readonly handle: string }>

type Props = {
  kind: AccountLink["kind"]
  /** What the page is for, while its link is looked at. */
  title: string
  children: (link: AccountLink, secret: string) => ReactNode
}

/** Lets through whoever has a link of this kind that works; says to everyone else what is wrong with theirs. */
export function LinkGate({ kind, title, children }: Props) {
  const { t } = useLingui()
  const { secret, look } = useLink()
  const { data: link, error, refetch } = look
  if (secret === "") return <IncompleteLink />
  if (link !== undefined && link.kind !== "project_invitation" && link.kind === kind) return children(link, secret)
  if (link !== undefined || isDead(error)) return <DeadLink />
  if (error === null)
    return (
      <CardPage title={title} width={480}>
        {null}
      </CardPage>
    )
  return (
    <CardPage title={title} width={480}>
      <ErrorState title={t`This page could not be loaded.`} error={error} onRetry={refetch} />
    </CardPage>
  )
}

/** What stands in place of a link's page when the address came without its secret. */
export function IncompleteLink() {
  const { t } = useLingui()
  return (
    <CardPage
      title={t`This link is not whole`}
      description={
        <Trans>The part after the # is missing. Open the link once more, whole, as it was sent to you.</Trans>
      }
      width={480}
    >
      <SignInLink />
    </CardPage>
  )
}

/** Whether the daemon refused a link: it was used, taken back, or is over. */
export function isDead(error: unknown): boolean {
  return error instanceof ApiError && error.code === "forbidden"
}

/** What stands in place of a link's page when the link does nothing any more. */
export function DeadLink() {
  const { t } = useLingui()
  return (
    <CardPage
      title={t`This link does not work any more`}
      description={
        <Trans>
          Each link works once and for some days. It may have been used, taken back, or be too old. Ask whoever sent it
          for a new one; if you have used it yourself, sign in.
        </Trans>
      }
      width={480}
    >
      <SignInLink />
    </CardPage>
  )
}

function SignInLink() {
  return (
    <ButtonLink to={paths.signIn} size="lg" fullWidth>
      <Trans>Sign in</Trans>
    </ButtonLink>
  )
}
