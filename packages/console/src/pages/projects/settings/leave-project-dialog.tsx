import type { Project } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { memberWords } from "../project-changes.ts"
import { WayOutDialog } from "./way-out-dialog.tsx"

/** Asks before somebody leaves a project. */
export function LeaveProjectDialog({ project, onClose }: { project: Project; onClose: () => void }) {
  const { t } = useLingui()
  return (
    <WayOutDialog
      project={project}
      operation="leaveProject"
      words={memberWords}
      title={t`Leave ${project.name}?`}
      confirmLabel={t`Leave the project`}
      cancelLabel={t`Stay in it`}
      done={t`You have left ${project.name}.`}
      onClose={onClose}
    >
      <p>
        <Trans>
          You no longer see the project or its machine keys; those work on. To come back you need a new invitation from
          an owner. Your own keys stay as they are.
        </Trans>
      </p>
    </WayOutDialog>
  )
}
