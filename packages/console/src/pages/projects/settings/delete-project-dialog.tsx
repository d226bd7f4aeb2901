import type { Project } from "@latchkey/contract"
import { msg } from "@lingui/core/macro"
import { Trans, useLingui } from "@lingui/react/macro"
import type { OperationWords } from "../../../failure-words.ts"
import { WayOutDialog } from "./way-out-dialog.tsx"

const words: OperationWords = {
  conflict: { message: msg`The project is no longer empty.`, hint: msg`Delete its machine keys first.` },
}

/** Asks before an empty project is deleted. */
export function DeleteProjectDialog({ project, onClose }: { project: Project; onClose: () => void }) {
  const { t } = useLingui()
  return (
    <WayOutDialog
      project={project}
      operation="deleteProject"
      words={words}
      title={t`Delete ${project.name}?`}
      confirmLabel={t`Delete project`}
      cancelLabel={t`Keep the project`}
      typeToConfirm={project.name}
      done={t`${project.name} is deleted.`}
      onClose={onClose}
    >
      <p>
        <Trans>Its members no longer see it, and open invitations to it work no more. This cannot be undone.</Trans>
      </p>
    </WayOutDialog>
  )
}
