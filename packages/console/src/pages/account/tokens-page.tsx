import { type ApiToken, routes } from "@latchkey/contract"
import type { TokenScope } from "@latchkey/core"
import { Trans, useLingui } from "@lingui/react/macro"
import { Button } from "@mantine/core"
import { IconCode, IconPlus } from "@tabler/icons-react"
import { useQuery } from "@tanstack/react-query"
import { lazy, Suspense, useState } from "react"
import { apiQuery } from "../../api.ts"
import { withOpenstackWords } from "../../i18n.ts"
import { Card } from "../../ui/card.tsx"
import { EmptyState } from "../../ui/empty-state.tsx"
import { ErrorState } from "../../ui/error-state.tsx"
import { PageHeader } from "../../ui/page-header.tsx"
import { SkeletonRows } from "../../ui/skeleton-rows.tsx"
import { CreateTokenDialog } from "./create-token-dialog.tsx"
import { openstackTokenScopes } from "./openstack/cloud-settings.ts"
import { RevokeTokenDialog } from "./revoke-token-dialog.tsx"
import { TokenTable } from "./token-table.tsx"

const OpenstackCard = lazy(() => withOpenstackWords(() => import("./openstack/openstack-card.tsx")))

/** The account's API tokens: made here, shown once, revoked here. */
export default function TokensPage() {
  const { t } = useLingui()
  const { data, error, refetch } = useQuery(apiQuery(routes.listTokens, { query: {} }))
  const [creating, setCreating] = useState<readonly TokenScope[]>()
  const [revoking, setRevoking] = useState<ApiToken>()
  const create = (
    <Button variant="filled" leftSection={<IconPlus size={16} stroke={2} />} onClick={() => setCreating(["keys:read"])}>
      <Trans>Create a token</Trans>
    </Button>
  )
  const isEmpty = data?.items.length === 0
  return (
    <>
      <PageHeader
        title={t`API tokens`}
        description={
          <Trans>For scripts, Terraform and the OpenStack tools. A token acts as you, within its scopes.</Trans>
        }
        actions={isEmpty ? undefined : create}
      />
      <Card>
        {data === undefined ? (
          error === null ? (
            <SkeletonRows rows={3} height={44} />
          ) : (
            <ErrorState title={t`This list could not be loaded.`} error={error} onRetry={refetch} />
          )
        ) : isEmpty ? (
          <EmptyState
            icon={<IconCode size={28} stroke={1.75} aria-hidden />}
            title={<Trans>No tokens. Create one when a script needs access.</Trans>}
            actions={create}
          />
        ) : (
          <TokenTable tokens={data.items} onRevoke={setRevoking} />
        )}
      </Card>
      <Suspense>
        <OpenstackCard onCreate={() => setCreating(openstackTokenScopes)} />
      </Suspense>
      <CreateTokenDialog wanted={creating} opened={creating !== undefined} onClose={() => setCreating(undefined)} />
      {revoking === undefined ? null : <RevokeTokenDialog token={revoking} onClose={() => setRevoking(undefined)} />}
    </>
  )
}
