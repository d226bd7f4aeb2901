import { type FoundKeyList, routes, type Server, type ServerKeyList } from "@latchkey/contract"
import { plural } from "@lingui/core/macro"
import { Trans, useLingui } from "@lingui/react/macro"
import { Alert } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { apiQuery, useApiMutation } from "../../../api.ts"
import { describeFailure } from "../../../failure.ts"
import { staleAfterServerChange } from "../../../servers.ts"
import { ConfirmDialog } from "../../../ui/confirm-dialog.tsx"
import { showDone } from "../../../ui/toasts.tsx"

/** Which open logins are to end: one of them, or all with a key. */
export type Ending = {
  readonly name: string
  readonly fingerprint: string
  /** Absent for all with this key. */
  readonly loginIds?: string[]
}

/** Asks before people are thrown off a server. */
export function EndLoginsDialog({ server, ending, onClose }: { server: Server; ending: Ending; onClose: () => void }) {
  const { t } = useLingui()
  const end = useApiMutation(routes.endLogins, staleAfterServerChange)
  const { name, loginIds, fingerprint } = ending

  const params = { id: server.id }
  const { data: keys } = useQuery(apiQuery(routes.listServerKeys, { params }))
  const { data: found } = useQuery(apiQuery(routes.listFoundKeys, { params }))
  const lasting = keys === undefined || found === undefined ? undefined : standingOf(fingerprint, keys, found)

  function confirm() {
    end.mutate(
      { params, body: loginIds === undefined ? { fingerprint } : { loginIds } },
      {
        onSuccess({ ending: count }) {
          onClose()
          const told = plural(count, { one: "# session is told to end.", other: "# sessions are told to end." })
          showDone(count === 0 ? t`None of them was open any more.` : told)
        },
      },
    )
  }

  return (
    <ConfirmDialog
      opened
      title={loginIds === undefined ? t`End all sessions of ${name}?` : t`End this session of ${name}?`}
      confirmLabel={loginIds === undefined ? t`End sessions` : t`End session`}
      cancelLabel={t`Leave it open`}
      busy={end.isPending}
      onConfirm={confirm}
      onClose={onClose}
    >
      {end.error === null ? null : (
        <Alert variant="bad" role="alert">
          {describeFailure(end.error).message}
        </Alert>
      )}
      <p>
        <Trans>{server.name} closes the connection within seconds; what runs in it ends.</Trans>{" "}
        {lasting === undefined ? null : lasting === "opens" ? (
          <Trans>The key itself still opens the server, unless you remove it.</Trans>
        ) : lasting === "leaving" ? (
          <Trans>The key itself opens the server until that has heard that it was removed.</Trans>
        ) : (
          <Trans>Nothing in Latchkey opens the server to this key.</Trans>
        )}
      </p>
    </ConfirmDialog>
  )
}

/** Whether a key still lets its holder in, as Latchkey put it there or as it was found there. */
function standingOf(fingerprint: string, keys: ServerKeyList, found: FoundKeyList): "opens" | "leaving" | "closed" {
  const isIt = (key: { readonly fingerprint: string }) => key.fingerprint === fingerprint
  const foundThere = found.items.filter(isIt)
  if (keys.items.some(({ key }) => isIt(key)) || foundThere.some(({ decision }) => decision !== "dropped")) {
    return "opens"
  }
  const isLeaving =
    foundThere.some(({ decisionInEffect }) => !decisionInEffect) ||
    keys.removals.some((removal) => isIt(removal) && removal.inEffectSince === null)
  return isLeaving ? "leaving" : "closed"
}
