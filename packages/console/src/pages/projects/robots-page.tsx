import { type Project, routes } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { Button } from "@mantine/core"
import { IconPlus, IconRobot } from "@tabler/icons-react"
import { useQuery } from "@tanstack/react-query"
import { useParams } from "@tanstack/react-router"
import { useState } from "react"
import { apiQuery } from "../../api.ts"
import { Card } from "../../ui/card.tsx"
import { EmptyState } from "../../ui/empty-state.tsx"
import { ErrorState } from "../../ui/error-state.tsx"
import { PageHeader } from "../../ui/page-header.tsx"
import { SkeletonRows } from "../../ui/skeleton-rows.tsx"
import { ProjectFrame } from "./project-frame.tsx"
import { CreateRobotDialog } from "./robots/create-robot-dialog.tsx"
import { RobotList } from "./robots/robot-list.tsx"
import { rightsIn } from "./use-project.ts"

/** The robots of a project, which hold its machine keys. */
export default function RobotsPage() {
  const { t } = useLingui()
  const { projectId } = useParams({ from: "/signed-in/p/$projectId/robots" })
  return (
    <ProjectFrame key={projectId} projectId={projectId} title={t`Machine keys`}>
      {(project) => <Robots project={project} />}
    </ProjectFrame>
  )
}

function Robots({ project }: { project: Project }) {
  const { t } = useLingui()
  const { data, error, refetch } = useQuery(apiQuery(routes.listRobots, { params: { id: project.id } }))
  const [creating, setCreating] = useState(false)
  const { mayChange } = rightsIn(project)
  const create = mayChange ? (
    <Button variant="filled" leftSection={<IconPlus size={16} stroke={2} />} onClick={() => setCreating(true)}>
      <Trans>Create a robot</Trans>
    </Button>
  ) : undefined
  const isEmpty = data?.items.length === 0
  return (
    <>
      <PageHeader
        title={t`Machine keys`}
        description={
          mayChange ? (
            <Trans>Robots of {project.name}: accounts for programs, with keys and API tokens of their own.</Trans>
          ) : (
            <Trans>Robots of {project.name}. You are a viewer: you see them and change nothing.</Trans>
          )
        }
        actions={isEmpty ? undefined : create}
      />
      <Card>
        {data === undefined ? (
          error === null ? (
            <SkeletonRows rows={3} />
          ) : (
            <ErrorState title={t`This list could not be loaded.`} error={error} onRetry={refetch} />
          )
        ) : isEmpty ? (
          <EmptyState
            icon={<IconRobot size={28} stroke={1.75} aria-hidden />}
            title={<Trans>No robots yet.</Trans>}
            actions={create}
          >
            {mayChange ? (
              <Trans>Create one for each program that signs in by itself, such as a build or a backup.</Trans>
            ) : (
              <Trans>Members and owners of this project can create one.</Trans>
            )}
          </EmptyState>
        ) : (
          <RobotList project={project} robots={data.items} />
        )}
      </Card>
      {creating ? <CreateRobotDialog project={project} onClose={() => setCreating(false)} /> : null}
    </>
  )
}
