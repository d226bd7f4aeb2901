import type { Project } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { Badge, Button } from "@mantine/core"
import { IconUserPlus } from "@tabler/icons-react"
import { useParams } from "@tanstack/react-router"
import { useState } from "react"
import { PageHeader } from "../../ui/page-header.tsx"
import { InvitationsCard } from "./members/invitations-card.tsx"
import { InviteDialog } from "./members/invite-dialog.tsx"
import { MembersCard } from "./members/members-card.tsx"
import { ProjectFrame } from "./project-frame.tsx"
import styles from "./projects.module.css"
import { roleWords } from "./role-words.ts"
import { SettingsCard } from "./settings/settings-card.tsx"
import { rightsIn } from "./use-project.ts"

/** Who is in a project, and the project itself. */
export default function ProjectPage() {
  const { t } = useLingui()
  const { projectId } = useParams({ from: "/signed-in/p/$projectId" })
  return (
    <ProjectFrame key={projectId} projectId={projectId} title={t`Project`}>
      {(project) => <ProjectParts project={project} />}
    </ProjectFrame>
  )
}

function ProjectParts({ project }: { project: Project }) {
  const { i18n } = useLingui()
  const [inviting, setInviting] = useState(false)
  const { isOwner, isShared } = rightsIn(project)
  const role = roleWords[project.role]
  return (
    <>
      <PageHeader
        title={project.name}
        description={
          isShared ? (
            <Trans>Who is in this project, and what each one may do.</Trans>
          ) : (
            <Trans>Your personal project. It is yours alone; create another one to share machine keys.</Trans>
          )
        }
        badges={isShared ? <Badge>{i18n._(role.name)}</Badge> : undefined}
        actions={
          isOwner && isShared ? (
            <Button
              variant="filled"
              leftSection={<IconUserPlus size={16} stroke={1.75} />}
              onClick={() => setInviting(true)}
            >
              <Trans>Invite somebody</Trans>
            </Button>
          ) : undefined
        }
      />
      <div className={styles.page}>
        {isShared ? <MembersCard project={project} /> : null}
        {isOwner && isShared ? <InvitationsCard project={project} /> : null}
        <SettingsCard project={project} />
      </div>
      {inviting ? <InviteDialog project={project} onClose={() => setInviting(false)} /> : null}
    </>
  )
}
