import { type Project, routes } from "@latchkey/contract"
import { msg } from "@lingui/core/macro"
import { Trans, useLingui } from "@lingui/react/macro"
import { Alert } from "@mantine/core"
import { useQueryClient } from "@tanstack/react-query"
import { useNavigate } from "@tanstack/react-router"
import { useApiMutation } from "../../../api.ts"
import { describeFailure } from "../../../failure.ts"
import type { OperationWords } from "../../../failure-words.ts"
import { paths } from "../../../paths.ts"
import { ConfirmDialog } from "../../../ui/confirm-dialog.tsx"
import { showDone } from "../../../ui/toasts.tsx"
import { staleAfterProjectChange } from "../project-changes.ts"

const words: OperationWords = {
  conflict: { message: msg`The project is no longer empty.`, hint: msg`Delete its machine keys first.` },
}

/** Asks before an empty project is deleted. */
export function DeleteProjectDialog({ project, onClose }: { project: Project; onClose: () => void }) {
  const { t } = useLingui()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const deletion = useApiMutation(routes.deleteProject, [])
  const failure = deletion.error === null ? undefined : describeFailure(deletion.error, words)

  async function confirm() {
    try {
      await deletion.mutateAsync({ params: { id: project.id } })
    } catch {
      // The dialog shows what `deletion` failed with.
      return
    }
    showDone(t`${project.name} is deleted.`)
    // First away: here the project would be missing.
    await navigate({ to: paths.keys })
    for (const word of staleAfterProjectChange) void queryClient.invalidateQueries({ queryKey: [word] })
  }

  return (
    <ConfirmDialog
      opened
      title={t`Delete ${project.name}?`}
      confirmLabel={t`Delete project`}
      cancelLabel={t`Keep the project`}
      typeToConfirm={project.name}
      busy={deletion.isPending}
      onConfirm={confirm}
      onClose={onClose}
    >
      {failure === undefined ? null : (
        <Alert variant="bad" role="alert">
          {failure.message} {failure.hint}
        </Alert>
      )}
      <p>
        <Trans>Its members no longer see it, and open invitations to it work no more. This cannot be undone.</Trans>
      </p>
    </ConfirmDialog>
  )
}
