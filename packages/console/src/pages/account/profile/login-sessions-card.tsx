import { type LoginSession, routes } from "@latchkey/contract"
import { plural } from "@lingui/core/macro"
import { Trans, useLingui } from "@lingui/react/macro"
import { Alert, Button } from "@mantine/core"
import { IconAlertTriangle } from "@tabler/icons-react"
import { useQuery } from "@tanstack/react-query"
import { apiQuery, useApiMutation } from "../../../api.ts"
import { describeFailure } from "../../../failure.ts"
import { Card } from "../../../ui/card.tsx"
import { ErrorState } from "../../../ui/error-state.tsx"
import { SkeletonRows } from "../../../ui/skeleton-rows.tsx"
import { showDone } from "../../../ui/toasts.tsx"
import { LoginSessionTable } from "../login-session-table.tsx"
import styles from "./profile.module.css"

/** Where one is signed in, and the way to end that. */
export function LoginSessionsCard() {
  const { t } = useLingui()
  const { data, error, refetch } = useQuery(apiQuery(routes.listLoginSessions, {}))
  const end = useApiMutation(routes.endLoginSession, ["account", "audit"])
  const endOthers = useApiMutation(routes.endOtherLoginSessions, ["account", "audit"])
  const others = data?.items.filter(({ isCurrent }) => !isCurrent).length ?? 0
  const failed = end.error ?? endOthers.error
  const failure = failed === null ? undefined : describeFailure(failed)

  function endOne({ id, device }: LoginSession) {
    const name = device ?? t`Unknown browser`
    end.mutate({ params: { id } }, { onSuccess: () => showDone(t`${name} is signed out.`) })
  }
  function endAll() {
    const words = plural(others, { one: "# other browser is signed out.", other: "# other browsers are signed out." })
    endOthers.mutate({}, { onSuccess: () => showDone(words) })
  }

  return (
    <Card
      title={<Trans>Login sessions</Trans>}
      end={
        others === 0 ? undefined : (
          <Button size="xs" loading={endOthers.isPending} onClick={endAll}>
            <Trans>Sign out everywhere else</Trans>
          </Button>
        )
      }
    >
      {failure === undefined ? null : (
        <Alert
          variant="bad"
          role="alert"
          className={styles.failure}
          icon={<IconAlertTriangle size={18} stroke={1.75} />}
        >
          {failure.message} {failure.hint}
        </Alert>
      )}
      {data === undefined ? (
        error === null ? (
          <SkeletonRows rows={2} height={44} />
        ) : (
          <ErrorState title={t`This list could not be loaded.`} error={error} onRetry={refetch} />
        )
      ) : (
        <LoginSessionTable loginSessions={data.items} onEnd={endOne} />
      )}
    </Card>
  )
}
