import { Trans, useLingui } from "@lingui/react/macro"
import { IconLock } from "@tabler/icons-react"
import { useQuery } from "@tanstack/react-query"
import { useIsAdmin } from "../../api.ts"
import { keyPolicyQuery } from "../../key-policy.ts"
import { paths } from "../../paths.ts"
import { Card } from "../../ui/card.tsx"
import { EmptyState } from "../../ui/empty-state.tsx"
import { ErrorState } from "../../ui/error-state.tsx"
import { ButtonLink } from "../../ui/links.tsx"
import { PageHeader } from "../../ui/page-header.tsx"
import { SkeletonRows } from "../../ui/skeleton-rows.tsx"
import { PolicyEditor } from "./key-policy/policy-editor.tsx"

/** What this installation demands of SSH keys, for admins to change. */
export default function KeyPolicyPage() {
  const { t } = useLingui()
  const isAdmin = useIsAdmin()
  const { data, error, refetch } = useQuery(keyPolicyQuery)

  function content() {
    if (!isAdmin) return <NotForYou />
    if (data !== undefined) return <PolicyEditor current={data} />
    if (error === null) {
      return (
        <Card>
          <SkeletonRows rows={4} height={64} />
        </Card>
      )
    }
    return (
      <Card>
        <ErrorState title={t`The key policy could not be loaded.`} error={error} onRetry={refetch} />
      </Card>
    )
  }

  return (
    <>
      <PageHeader
        title={t`Key policy`}
        description={<Trans>What a key must be to be added here, and what becomes of the keys that are here.</Trans>}
      />
      {content()}
    </>
  )
}

function NotForYou() {
  return (
    <Card>
      <EmptyState
        icon={<IconLock size={28} stroke={1.75} aria-hidden />}
        title={<Trans>Only administrators see this page.</Trans>}
        actions={
          <ButtonLink to={paths.overview}>
            <Trans>Go to Overview</Trans>
          </ButtonLink>
        }
      />
    </Card>
  )
}
