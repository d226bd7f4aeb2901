import { type Member, type Project, routes } from "@latchkey/contract"
import type { ProjectRole } from "@latchkey/core"
import { Trans, useLingui } from "@lingui/react/macro"
import { useApiMutation } from "../../../api.ts"
import { describeFailure } from "../../../failure.ts"
import { ConfirmDialog } from "../../../ui/confirm-dialog.tsx"
import { showDone } from "../../../ui/toasts.tsx"
import { memberWords, staleAfterProjectChange } from "../project-changes.ts"
import { roleWords } from "../role-words.ts"

type Props = { project: Project; member: Member; role: ProjectRole; onClose: () => void }

/** Asks an owner who gives their own role away: only another owner can give it back. */
export function StepDownDialog({ project, member, role, onClose }: Props) {
  const { t, i18n } = useLingui()
  const change = useApiMutation(routes.changeMemberRole, staleAfterProjectChange)
  const failure = change.error === null ? undefined : describeFailure(change.error, memberWords)

  function confirm() {
    change.mutate(
      { params: { id: project.id, accountId: member.account.id }, body: { role } },
      {
        onSuccess() {
          showDone(t`You no longer own ${project.name}.`)
          onClose()
        },
      },
    )
  }

  return (
    <ConfirmDialog
      opened
      title={t`Stop owning ${project.name}?`}
      confirmLabel={t`Stop owning it`}
      cancelLabel={t`Stay an owner`}
      busy={change.isPending}
      failure={failure}
      onConfirm={confirm}
      onClose={onClose}
    >
      <p>
        <Trans>
          You can no longer invite, remove or change people, nor rename or delete the project. Only another owner can
          make you one again.
        </Trans>
      </p>
      <p>
        {i18n._(roleWords[role].name)}: {i18n._(roleWords[role].may)}
      </p>
    </ConfirmDialog>
  )
}
