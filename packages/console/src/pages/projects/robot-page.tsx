import type { Project, Robot } from "@latchkey/contract"
import { Trans } from "@lingui/react/macro"
import { Alert, Button } from "@mantine/core"
import { IconBan, IconCircleCheck, IconPlus } from "@tabler/icons-react"
import { useNavigate, useParams } from "@tanstack/react-router"
import { lazy, Suspense, useState } from "react"
import { paths } from "../../paths.ts"
import { ButtonLink, TextLink } from "../../ui/links.tsx"
import { PageHeader } from "../../ui/page-header.tsx"
import { Timestamp } from "../../ui/timestamp.tsx"
import { useGenerateDialog } from "../keys/generate/use-generate-dialog.tsx"
import { GenerateButton } from "../keys/generate-button.tsx"
import { KeyList } from "../keys/list/key-list.tsx"
import styles from "./projects.module.css"
import { RobotFrame } from "./robots/robot-frame.tsx"
import { RobotMenu } from "./robots/robot-menu.tsx"
import { RobotStatus } from "./robots/robot-status.tsx"
import { useRobotChanges } from "./robots/use-robot-changes.ts"
import { rightsIn } from "./use-project.ts"

const DeleteRobotDialog = lazy(async () => ({
  default: (await import("./robots/delete-robot-dialog.tsx")).DeleteRobotDialog,
}))
const RobotTokens = lazy(async () => ({ default: (await import("./robots/robot-tokens.tsx")).RobotTokens }))

/** One robot with its keys and its tokens. */
export default function RobotPage() {
  const { projectId, robotId } = useParams({ from: "/signed-in/p/$projectId/robots/$robotId" })
  return (
    <RobotFrame projectId={projectId} robotId={robotId}>
      {(robot, project) => <RobotParts key={robot.id} robot={robot} project={project} />}
    </RobotFrame>
  )
}

function RobotParts({ robot, project }: { robot: Robot; project: Project }) {
  const navigate = useNavigate()
  const changes = useRobotChanges()
  const [deleting, setDeleting] = useState(false)
  const generating = useGenerateDialog()
  const { mayChange } = rightsIn(project)
  const params = { projectId: project.id }
  const icon = { size: 16, stroke: 1.75 }
  return (
    <>
      <PageHeader
        title={robot.handle}
        description={robot.displayName}
        parent={
          <TextLink to={paths.robots} params={params} inherit>
            <Trans>Machine keys</Trans>
          </TextLink>
        }
        badges={<RobotStatus robot={robot} />}
        actions={
          mayChange ? (
            <>
              {robot.disabledAt === null ? (
                <Button leftSection={<IconBan {...icon} />} onClick={() => changes.disable(robot)}>
                  <Trans>Disable</Trans>
                </Button>
              ) : (
                <Button leftSection={<IconCircleCheck {...icon} />} onClick={() => changes.enable(robot)}>
                  <Trans>Enable</Trans>
                </Button>
              )}
              <GenerateButton onClick={generating.open} />
              <ButtonLink
                to={paths.robotKeyImport}
                params={{ ...params, robotId: robot.id }}
                variant="filled"
                leftSection={<IconPlus size={16} stroke={2} />}
              >
                <Trans>Import keys</Trans>
              </ButtonLink>
              <RobotMenu onPage robot={robot} onDelete={() => setDeleting(true)} />
            </>
          ) : undefined
        }
      />
      <div className={styles.page}>
        {robot.disabledAt === null ? null : (
          <Alert icon={<IconBan size={18} stroke={1.75} />}>
            <Trans>
              Disabled <Timestamp at={robot.disabledAt} />. Its keys and tokens open nothing.
            </Trans>
          </Alert>
        )}
        <KeyList />
        <Suspense>
          <RobotTokens robot={robot} mayChange={mayChange} />
        </Suspense>
      </div>
      {generating.dialog}
      {deleting ? (
        <Suspense>
          <DeleteRobotDialog
            robot={robot}
            onClose={() => setDeleting(false)}
            onDeleted={() => navigate({ to: paths.robots, params })}
          />
        </Suspense>
      ) : null}
    </>
  )
}
