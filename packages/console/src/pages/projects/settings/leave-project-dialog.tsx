import type { Project } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { useAccount } from "../../../api.ts"
import { AccountClosings } from "../../keys/account-closings.tsx"
import { useClosings } from "../../keys/servers/closings.ts"
import { memberWords } from "../project-changes.ts"
import { WayOutDialog } from "./way-out-dialog.tsx"

/** Asks before somebody leaves a project. */
export function LeaveProjectDialog({ project, onClose }: { project: Project; onClose: () => void }) {
  const { t } = useLingui()
  const of = { accountId: useAccount().id, projectId: project.id }
  const { isAsShown, ...lost } = useClosings(of)
  return (
    <WayOutDialog
      project={project}
      operation="leaveProject"
      words={memberWords}
      title={t`Leave ${project.name}?`}
      confirmLabel={t`Leave the project`}
      cancelLabel={t`Stay in it`}
      done={t`You have left ${project.name}.`}
      isAsShown={isAsShown}
      closes={of}
      onClose={onClose}
    >
      <p>
        <Trans>
          You no longer see the project or its machine keys; those work on. To come back you need a new invitation from
          an owner. Your own keys stay as they are.
        </Trans>
      </p>
      <AccountClosings of={of} {...lost} />
    </WayOutDialog>
  )
}
