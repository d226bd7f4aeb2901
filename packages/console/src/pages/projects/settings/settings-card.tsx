import { type Project, routes } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { Button } from "@mantine/core"
import { IconPencil } from "@tabler/icons-react"
import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { apiQuery, useAccount } from "../../../api.ts"
import { paths } from "../../../paths.ts"
import { Card } from "../../../ui/card.tsx"
import { TextLink } from "../../../ui/links.tsx"
import { Timestamp } from "../../../ui/timestamp.tsx"
import { isLastOwner } from "../members/owners.ts"
import styles from "../projects.module.css"
import { rightsIn } from "../use-project.ts"
import { DeleteProjectDialog } from "./delete-project-dialog.tsx"
import { LeaveProjectDialog } from "./leave-project-dialog.tsx"
import { RenameProjectDialog } from "./rename-project-dialog.tsx"

/** The project's own matters: its name, leaving it, deleting it. What cannot be done says why in place of a button. */
export function SettingsCard({ project }: { project: Project }) {
  const { t } = useLingui()
  const [dialog, setDialog] = useState<"rename" | "leave" | "delete">()
  const { isOwner, isShared } = rightsIn(project)
  const close = () => setDialog(undefined)
  return (
    <Card title={t`Settings`}>
      <div className={styles.row}>
        <div>
          <strong>{project.name}</strong>
          <p>
            <Trans>
              Created <Timestamp at={project.createdAt} form="date" />.
            </Trans>
          </p>
        </div>
        {isOwner ? (
          <Button leftSection={<IconPencil size={16} stroke={1.75} />} onClick={() => setDialog("rename")}>
            <Trans>Rename</Trans>
          </Button>
        ) : null}
      </div>
      {isShared ? <LeaveRow project={project} onLeave={() => setDialog("leave")} /> : null}
      {isOwner && isShared ? <DeleteRow project={project} onDelete={() => setDialog("delete")} /> : null}
      {dialog === "rename" ? <RenameProjectDialog project={project} onClose={close} /> : null}
      {dialog === "leave" ? <LeaveProjectDialog project={project} onClose={close} /> : null}
      {dialog === "delete" ? <DeleteProjectDialog project={project} onClose={close} /> : null}
    </Card>
  )
}

function LeaveRow({ project, onLeave }: { project: Project; onLeave: () => void }) {
  const { id } = useAccount()
  const members = useQuery(apiQuery(routes.listMembers, { params: { id: project.id } })).data?.items
  const self = members?.find(({ account }) => account.id === id)
  if (members === undefined || self === undefined) return null
  const isLast = isLastOwner(self, members)
  return (
    <div className={styles.row}>
      <div>
        <strong>
          <Trans>Leave the project</Trans>
        </strong>
        <p>
          {!isLast ? (
            <Trans>You no longer see it or its machine keys. Your own keys stay as they are.</Trans>
          ) : members.length === 1 ? (
            <Trans>You are alone in it. Delete the project instead, or invite somebody and make them an owner.</Trans>
          ) : (
            <Trans>You are its last owner. Make another member an owner first.</Trans>
          )}
        </p>
      </div>
      {isLast ? null : (
        <Button onClick={onLeave}>
          <Trans>Leave</Trans>
        </Button>
      )}
    </div>
  )
}

function DeleteRow({ project, onDelete }: { project: Project; onDelete: () => void }) {
  const robots = useQuery(apiQuery(routes.listRobots, { params: { id: project.id } })).data?.items
  if (robots === undefined) return null
  const [first] = robots
  return (
    <div className={styles.row}>
      <div>
        <strong>
          <Trans>Delete the project</Trans>
        </strong>
        <p>
          {first === undefined ? (
            <Trans>It is empty: nothing stops working. Its members no longer see it.</Trans>
          ) : (
            <Trans>
              It is not empty. Delete its{" "}
              <TextLink inherit to={paths.robots} params={{ projectId: project.id }}>
                machine keys
              </TextLink>{" "}
              first, such as those of {first.handle}.
            </Trans>
          )}
        </p>
      </div>
      {first === undefined ? (
        <Button variant="danger" onClick={onDelete}>
          <Trans>Delete</Trans>
        </Button>
      ) : null}
    </div>
  )
}
