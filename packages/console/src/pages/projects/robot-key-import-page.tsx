import { Trans, useLingui } from "@lingui/react/macro"
import { IconLock } from "@tabler/icons-react"
import { useParams } from "@tanstack/react-router"
import { Card } from "../../ui/card.tsx"
import { EmptyState } from "../../ui/empty-state.tsx"
import { PageHeader } from "../../ui/page-header.tsx"
import KeyImportPage from "../keys/key-import-page.tsx"
import { RobotFrame } from "./robots/robot-frame.tsx"
import { rightsIn } from "./use-project.ts"

/** The import page for a robot's keys. */
export default function RobotKeyImportPage() {
  const { projectId, robotId } = useParams({ from: "/signed-in/p/$projectId/robots/$robotId/import" })
  return (
    <RobotFrame projectId={projectId} robotId={robotId}>
      {(robot, project) => (rightsIn(project).mayChange ? <KeyImportPage key={robot.id} /> : <ForViewers />)}
    </RobotFrame>
  )
}

function ForViewers() {
  const { t } = useLingui()
  return (
    <>
      <PageHeader title={t`Import keys`} />
      <Card>
        <EmptyState
          icon={<IconLock size={28} stroke={1.75} aria-hidden />}
          title={<Trans>You can see this project, but not change its keys.</Trans>}
        >
          <Trans>Ask an owner to make you a member.</Trans>
        </EmptyState>
      </Card>
    </>
  )
}
