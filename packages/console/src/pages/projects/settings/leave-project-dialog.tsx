import { type Project, routes } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { Alert } from "@mantine/core"
import { useQueryClient } from "@tanstack/react-query"
import { useNavigate } from "@tanstack/react-router"
import { useApiMutation } from "../../../api.ts"
import { describeFailure } from "../../../failure.ts"
import { paths } from "../../../paths.ts"
import { ConfirmDialog } from "../../../ui/confirm-dialog.tsx"
import { showDone } from "../../../ui/toasts.tsx"
import { memberWords, staleAfterProjectChange } from "../project-changes.ts"

/** Asks before somebody leaves a project. */
export function LeaveProjectDialog({ project, onClose }: { project: Project; onClose: () => void }) {
  const { t } = useLingui()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const leave = useApiMutation(routes.leaveProject, [])
  const failure = leave.error === null ? undefined : describeFailure(leave.error, memberWords)

  async function confirm() {
    try {
      await leave.mutateAsync({ params: { id: project.id } })
    } catch {
      // The dialog shows what `leave` failed with.
      return
    }
    showDone(t`You have left ${project.name}.`)
    // First away: here the project would be missing.
    await navigate({ to: paths.keys })
    for (const word of staleAfterProjectChange) void queryClient.invalidateQueries({ queryKey: [word] })
  }

  return (
    <ConfirmDialog
      opened
      title={t`Leave ${project.name}?`}
      confirmLabel={t`Leave the project`}
      cancelLabel={t`Stay in it`}
      busy={leave.isPending}
      onConfirm={confirm}
      onClose={onClose}
    >
      {failure === undefined ? null : (
        <Alert variant="bad" role="alert">
          {failure.message} {failure.hint}
        </Alert>
      )}
      <p>
        <Trans>
          You no longer see the project or its machine keys; those work on. To come back you need a new invitation from
          an owner. Your own keys stay as they are.
        </Trans>
      </p>
    </ConfirmDialog>
  )
}
