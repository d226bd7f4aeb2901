import { type Project, type Robot, routes } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { IconRobotOff } from "@tabler/icons-react"
import { useQuery } from "@tanstack/react-query"
import type { ReactNode } from "react"
import { apiQuery } from "../../../api.ts"
import { paths } from "../../../paths.ts"
import { Card } from "../../../ui/card.tsx"
import { EmptyState } from "../../../ui/empty-state.tsx"
import { ErrorState } from "../../../ui/error-state.tsx"
import { ButtonLink } from "../../../ui/links.tsx"
import { PageHeader } from "../../../ui/page-header.tsx"
import { SkeletonRows } from "../../../ui/skeleton-rows.tsx"
import { RobotKeys } from "../../keys/holder.tsx"
import { ProjectFrame } from "../project-frame.tsx"
import { rightsIn } from "../use-project.ts"

type Props = {
  projectId: string
  robotId: string
  children: (robot: Robot, project: Project) => ReactNode
}

/** A page of one robot: draws it once the robot is there, with the pages of keys within it about that robot's keys. */
export function RobotFrame({ projectId, robotId, children }: Props) {
  const { t } = useLingui()
  return (
    <ProjectFrame key={projectId} projectId={projectId} title={t`Robot`}>
      {(project) => (
        <Found project={project} robotId={robotId}>
          {children}
        </Found>
      )}
    </ProjectFrame>
  )
}

function Found({ project, robotId, children }: Omit<Props, "projectId"> & { project: Project }) {
  const { t } = useLingui()
  const { data, error, refetch } = useQuery(apiQuery(routes.listRobots, { params: { id: project.id } }))
  const robot = data?.items.find(({ id }) => id === robotId)
  if (robot !== undefined) {
    const { id, handle, projectId } = robot
    const { mayChange } = rightsIn(project)
    return <RobotKeys robot={{ id, handle, projectId, mayChange }}>{children(robot, project)}</RobotKeys>
  }
  return (
    <>
      <PageHeader title={data === undefined ? t`Robot` : t`No such robot`} />
      <Card>
        {data !== undefined ? (
          <EmptyState
            icon={<IconRobotOff size={28} stroke={1.75} aria-hidden />}
            title={<Trans>There is no such robot. It may have been deleted.</Trans>}
            actions={
              <ButtonLink to={paths.robots} params={{ projectId: project.id }}>
                <Trans>Go to machine keys</Trans>
              </ButtonLink>
            }
          />
        ) : error === null ? (
          <SkeletonRows rows={3} />
        ) : (
          <ErrorState title={t`This list could not be loaded.`} error={error} onRetry={refetch} />
        )}
      </Card>
    </>
  )
}
