import { type ApiToken, type Robot, routes } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { Button } from "@mantine/core"
import { IconPlus } from "@tabler/icons-react"
import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { apiQuery } from "../../../api.ts"
import { Card } from "../../../ui/card.tsx"
import { ErrorState } from "../../../ui/error-state.tsx"
import { SkeletonRows } from "../../../ui/skeleton-rows.tsx"
import { CreateTokenDialog } from "../../account/create-token-dialog.tsx"
import { RevokeTokenDialog } from "../../account/revoke-token-dialog.tsx"
import { TokenTable } from "../../account/token-table.tsx"
import styles from "../projects.module.css"

/** The API tokens of a robot. */
export function RobotTokens({ robot, mayChange }: { robot: Robot; mayChange: boolean }) {
  const { t } = useLingui()
  const holder = { account: robot.id }
  const { data, error, refetch } = useQuery(apiQuery(routes.listTokens, { query: holder }))
  const [creating, setCreating] = useState(false)
  const [revoking, setRevoking] = useState<ApiToken>()
  return (
    <Card
      title={t`API tokens`}
      end={
        mayChange ? (
          <Button size="xs" leftSection={<IconPlus size={16} stroke={2} />} onClick={() => setCreating(true)}>
            <Trans>Create a token</Trans>
          </Button>
        ) : undefined
      }
    >
      {data === undefined ? (
        error === null ? (
          <SkeletonRows rows={1} height={44} />
        ) : (
          <ErrorState title={t`This list could not be loaded.`} error={error} onRetry={refetch} />
        )
      ) : data.items.length === 0 ? (
        <p className={styles.nothing}>
          <Trans>No tokens. A token lets a program use the API as this robot, within its scopes.</Trans>
        </p>
      ) : (
        <TokenTable tokens={data.items} onRevoke={mayChange ? setRevoking : undefined} />
      )}
      <CreateTokenDialog holder={holder} opened={creating} onClose={() => setCreating(false)} />
      {revoking === undefined ? null : <RevokeTokenDialog token={revoking} onClose={() => setRevoking(undefined)} />}
    </Card>
  )
}
