import { type Robot, routes } from "@latchkey/contract"
import { toPrintable } from "@latchkey/engine"
import { Plural, Trans, useLingui } from "@lingui/react/macro"
import { Alert, Skeleton } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { apiQuery, useApiMutation } from "../../../api.ts"
import { describeFailure } from "../../../failure.ts"
import { ConfirmDialog } from "../../../ui/confirm-dialog.tsx"
import { showDone } from "../../../ui/toasts.tsx"
import styles from "../projects.module.css"
import { staleAfterRobotChange } from "./use-robot-changes.ts"

/** So many names are written out; the rest is a number. */
const namesShown = 6

type Props = { robot: Robot; onClose: () => void; onDeleted?: () => Promise<void> }

/** Shows which keys and tokens a robot's deletion closes; its handle must be typed. */
export function DeleteRobotDialog({ robot, onClose, onDeleted }: Props) {
  const { t } = useLingui()
  const { id, projectId, handle } = robot
  const keys = useQuery(apiQuery(routes.listKeys, { query: { account: id, limit: namesShown } })).data
  const tokens = useQuery(apiQuery(routes.listTokens, { query: { account: id } })).data?.items
  const deletion = useApiMutation(routes.deleteRobot, staleAfterRobotChange)
  const failure = deletion.error === null ? undefined : describeFailure(deletion.error)

  async function confirm() {
    try {
      await deletion.mutateAsync({ params: { id: projectId, accountId: id } })
    } catch {
      // The dialog shows what `deletion` failed with.
      return
    }
    showDone(t`${handle} is deleted. Its keys and tokens open nothing.`)
    onClose()
    await onDeleted?.()
  }

  return (
    <ConfirmDialog
      opened
      title={t`Delete ${handle}?`}
      confirmLabel={t`Delete robot`}
      cancelLabel={t`Keep the robot`}
      typeToConfirm={handle}
      busy={deletion.isPending}
      onConfirm={confirm}
      onClose={onClose}
    >
      {failure === undefined ? null : (
        <Alert variant="bad" role="alert">
          {failure.message} {failure.hint}
        </Alert>
      )}
      {keys === undefined || tokens === undefined ? (
        <Skeleton height={44} />
      ) : keys.total + tokens.length === 0 ? (
        <p>
          <Trans>It has no keys and no API tokens: nothing stops working.</Trans>
        </p>
      ) : (
        <ul className={styles.losses}>
          {keys.total === 0 ? null : (
            <li>
              <Plural value={keys.total} one="# key opens nothing any more:" other="# keys open nothing any more:" />{" "}
              <Names names={keys.items.map(({ name }) => name)} total={keys.total} />
            </li>
          )}
          {tokens.length === 0 ? null : (
            <li>
              <Plural value={tokens.length} one="# API token stops working:" other="# API tokens stop working:" />{" "}
              <Names names={tokens.map(({ name }) => toPrintable(name))} total={tokens.length} />
            </li>
          )}
        </ul>
      )}
      <p>
        <Trans>This takes effect at once and cannot be undone. Sessions that are already open stay open.</Trans>
      </p>
    </ConfirmDialog>
  )
}

function Names({ names, total }: { names: readonly string[]; total: number }) {
  const shown = names.slice(0, namesShown)
  const rest = total - shown.length
  return (
    <>
      {shown.join(", ")} {rest === 0 ? null : <Plural value={rest} one="and # more" other="and # more" />}
    </>
  )
}
