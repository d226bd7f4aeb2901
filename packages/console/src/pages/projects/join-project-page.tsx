import type { LinkPurpose } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { Skeleton } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { accountQuery } from "../../api.ts"
import { isSignedOut } from "../../failure.ts"
import { CardPage } from "../../shell/card-page.tsx"
import { ErrorState } from "../../ui/error-state.tsx"
import { DeadLink, IncompleteLink, isDead } from "../account/link-gate.tsx"
import { useLink } from "../account/use-link.ts"
import { JoinForm } from "./join/join-form.tsx"
import { keptSecret } from "./join/kept-secret.ts"

const width = 480

/** Where an invitation to a project leads: it says what it is for, and whoever is signed in accepts it. */
export default function JoinProjectPage() {
  const { t } = useLingui()
  const { secret, look } = useLink(keptSecret())
  const [spent, setSpent] = useState<string>()
  const who = useQuery(accountQuery)
  const isNobody = isSignedOut(who.error)
  if (secret === "") return <IncompleteLink />
  if (spent === secret || isDead(look.error)) return <DeadLink />
  const failure = look.error ?? (isNobody ? null : who.error)
  if (failure !== null) {
    return (
      <CardPage title={t`Invitation to a project`} width={width}>
        <ErrorState
          title={t`This page could not be loaded.`}
          error={failure}
          onRetry={() => void Promise.all([look.refetch(), who.refetch()])}
        />
      </CardPage>
    )
  }
  if (look.data === undefined || (who.data === undefined && !isNobody)) {
    return (
      <CardPage title={t`Invitation to a project`} width={width}>
        <Skeleton height={92} aria-busy="true" />
      </CardPage>
    )
  }
  if (look.data.kind !== "project_invitation") return <DeadLink />
  return (
    <Invited
      purpose={look.data}
      secret={secret}
      handle={isNobody ? undefined : who.data?.account.handle}
      onDead={() => setSpent(secret)}
    />
  )
}

type Props = {
  purpose: Extract<LinkPurpose, { kind: "project_invitation" }>
  secret: string
  handle: string | undefined
  onDead: () => void
}

function Invited({ purpose, ...rest }: Props) {
  const { t } = useLingui()
  return (
    <CardPage
      title={t`Join ${purpose.projectName}`}
      description={
        <Trans>
          {purpose.from} invites you to the project <strong>{purpose.projectName}</strong>.
        </Trans>
      }
      width={width}
    >
      <JoinForm purpose={purpose} {...rest} />
    </CardPage>
  )
}
