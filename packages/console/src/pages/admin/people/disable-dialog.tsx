import { type Account, routes } from "@latchkey/contract"
import { msg } from "@lingui/core/macro"
import { Trans, useLingui } from "@lingui/react/macro"
import { Alert } from "@mantine/core"
import { IconAlertTriangle } from "@tabler/icons-react"
import { useQuery } from "@tanstack/react-query"
import { useNavigate } from "@tanstack/react-router"
import { useState } from "react"
import { apiQuery, useAccount, useApiMutation } from "../../../api.ts"
import { describeFailure } from "../../../failure.ts"
import { paths } from "../../../paths.ts"
import { ConfirmDialog } from "../../../ui/confirm-dialog.tsx"
import { ErrorState } from "../../../ui/error-state.tsx"
import { SkeletonRows } from "../../../ui/skeleton-rows.tsx"
import { showDone } from "../../../ui/toasts.tsx"
import { AccountClosings } from "../../keys/account-closings.tsx"
import { beforeRemoval, receiptOf } from "../../keys/receipt.tsx"
import { useClosings } from "../../keys/servers/closings.ts"
import { Closing } from "./closing.tsx"
import { OwnedAloneNote } from "./owned-alone.tsx"
import { staleAfterChange } from "./use-account-changes.ts"

/** Shows what an account's leaving closes, then disables it. */
export function DisableDialog({ account, onClose }: { account: Account; onClose: () => void }) {
  const { t } = useLingui()
  const { id, handle } = account
  const navigate = useNavigate()
  const isOwn = useAccount().id === id
  const { data, error, refetch } = useQuery(apiQuery(routes.previewOffboarding, { params: { id } }))
  const disable = useApiMutation(routes.disableAccount, staleAfterChange)
  const words = {
    conflict: {
      message: msg`${handle} is the last administrator and cannot be disabled.`,
      hint: msg`Make another account an administrator first.`,
    },
  }
  const of = { accountId: id }
  const { isAsShown, ...lost } = useClosings(of)
  const [looking, setLooking] = useState(false)
  const failure = disable.error === null ? undefined : describeFailure(disable.error, words)
  const ownedAlone = data?.ownedAlone ?? []

  async function confirm() {
    if (data === undefined) return
    setLooking(true)
    const goesOn = await isAsShown()
    setLooking(false)
    if (!goesOn) return
    const since = beforeRemoval()
    disable.mutate(
      { params: { id } },
      {
        onSuccess() {
          showDone(t`${handle} is disabled and opens nothing.`, isOwn ? undefined : receiptOf({ ...of, since }))
          onClose()
          // There the projects that nobody owns any more get another owner.
          if (ownedAlone.length > 0 && !isOwn) void navigate({ to: paths.person, params: { accountId: id } })
        },
      },
    )
  }

  return (
    <ConfirmDialog
      opened
      title={t`Disable “${handle}”?`}
      confirmLabel={t`Disable account`}
      cancelLabel={t`Keep it enabled`}
      busy={disable.isPending || looking}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      {failure === undefined ? null : (
        <Alert variant="bad" role="alert" icon={<IconAlertTriangle size={18} stroke={1.75} />}>
          {failure.message} {failure.hint}
        </Alert>
      )}
      {isOwn ? (
        <Alert variant="warn" icon={<IconAlertTriangle size={18} stroke={1.75} />}>
          <Trans>
            This is your own account. You are signed out at once, and only another administrator can undo it.
          </Trans>
        </Alert>
      ) : null}
      <p>
        <Trans>This takes effect at once. Enabling gives back all but the sign-ins.</Trans>
      </p>
      {data === undefined ? (
        error === null ? (
          <SkeletonRows rows={3} height={44} />
        ) : (
          <ErrorState title={t`What this closes could not be loaded.`} error={error} onRetry={refetch} />
        )
      ) : (
        <Closing preview={data} />
      )}
      <AccountClosings of={of} {...lost} />
      <OwnedAloneNote ownedAlone={ownedAlone} />
    </ConfirmDialog>
  )
}
