import { Trans, useLingui } from "@lingui/react/macro"
import { useQuery } from "@tanstack/react-query"
import { useIsAdmin } from "../../api.ts"
import { keyPolicyQuery } from "../../key-policy.ts"
import { Card } from "../../ui/card.tsx"
import { ErrorState } from "../../ui/error-state.tsx"
import { PageHeader } from "../../ui/page-header.tsx"
import { SkeletonRows } from "../../ui/skeleton-rows.tsx"
import { PolicyEditor } from "./key-policy/policy-editor.tsx"
import { NotForYou } from "./not-for-you.tsx"

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
