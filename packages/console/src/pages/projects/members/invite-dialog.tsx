import { type Project, routes } from "@latchkey/contract"
import { type ProjectRole, projectRoles } from "@latchkey/core"
import { Trans, useLingui } from "@lingui/react/macro"
import { Radio } from "@mantine/core"
import { useState } from "react"
import { useApiMutation } from "../../../api.ts"
import { DialogButtons } from "../../../forms/dialog-buttons.tsx"
import { Form } from "../../../forms/form.tsx"
import { LinkShown } from "../../../ui/link-shown.tsx"
import { SecretDialog } from "../../../ui/secret-dialog.tsx"
import { projectLimitWords, staleAfterProjectChange } from "../project-changes.ts"
import styles from "../projects.module.css"
import { roleWords } from "../role-words.ts"

/** Makes a link with which somebody joins a project, and shows it this once. */
export function InviteDialog({ project, onClose }: { project: Project; onClose: () => void }) {
  const { t, i18n } = useLingui()
  const [role, setRole] = useState<ProjectRole>("member")
  const invite = useApiMutation(routes.inviteToProject, staleAfterProjectChange)
  const { data: link, isPending } = invite
  return (
    <SecretDialog
      opened
      onClose={onClose}
      title={link === undefined ? t`Invite somebody to ${project.name}` : t`Your link`}
      held={isPending || link !== undefined}
    >
      {link === undefined ? (
        <Form
          failure={invite.error}
          words={projectLimitWords}
          onSubmit={() => invite.mutate({ params: { id: project.id }, body: { role } })}
          dialogButtons={<DialogButtons submitLabel={t`Make the link`} busy={isPending} onCancel={onClose} />}
        >
          <Radio.Group label={t`What they will be`} value={role}>
            {projectRoles.map((each) => (
              <Radio
                key={each}
                className={styles.choice}
                value={each}
                label={i18n._(roleWords[each].name)}
                description={i18n._(roleWords[each].may)}
                onChange={() => setRole(each)}
              />
            ))}
          </Radio.Group>
        </Form>
      ) : (
        <LinkShown link={link} onDone={onClose}>
          <Trans>
            Give this link to one person who has an account here, by a way that only they read. Whoever opens it first
            joins {project.name}.
          </Trans>
        </LinkShown>
      )}
    </SecretDialog>
  )
}
