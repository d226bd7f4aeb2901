import type { Project } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { IconPlugConnected, IconServer2 } from "@tabler/icons-react"
import { useQuery } from "@tanstack/react-query"
import { useParams } from "@tanstack/react-router"
import { paths } from "../../paths.ts"
import { serversQuery } from "../../servers.ts"
import { Card } from "../../ui/card.tsx"
import { EmptyState } from "../../ui/empty-state.tsx"
import { ErrorState } from "../../ui/error-state.tsx"
import { ButtonLink } from "../../ui/links.tsx"
import { PageHeader } from "../../ui/page-header.tsx"
import { SkeletonRows } from "../../ui/skeleton-rows.tsx"
import { ProjectFrame } from "../projects/project-frame.tsx"
import { rightsIn } from "../projects/use-project.ts"
import { ServerList } from "./server-list.tsx"

/** When servers last asked is no change that is told: it is looked up this often, in milliseconds. */
const contactEvery = 30_000

/** The servers of a project. */
export default function ServersPage() {
  const { t } = useLingui()
  const { projectId } = useParams({ from: "/signed-in/p/$projectId/servers" })
  return (
    <ProjectFrame key={projectId} projectId={projectId} title={t`Servers`}>
      {(project) => <Servers project={project} />}
    </ProjectFrame>
  )
}

function Servers({ project }: { project: Project }) {
  const { t } = useLingui()
  const { data, error, refetch } = useQuery({ ...serversQuery(project.id), refetchInterval: contactEvery })
  const { mayChange } = rightsIn(project)
  const connect = mayChange ? (
    <ButtonLink
      to={paths.connectServer}
      params={{ projectId: project.id }}
      variant="filled"
      leftSection={<IconPlugConnected size={16} stroke={2} />}
    >
      <Trans>Connect a server</Trans>
    </ButtonLink>
  ) : undefined
  const isEmpty = data?.items.length === 0
  return (
    <>
      <PageHeader
        title={t`Servers`}
        description={<Trans>Machines of {project.name} that keys open.</Trans>}
        actions={isEmpty ? undefined : connect}
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
            icon={<IconServer2 size={28} stroke={1.75} aria-hidden />}
            title={<Trans>No servers yet.</Trans>}
            actions={connect}
          >
            {mayChange ? (
              <Trans>Connect one that you run, with a single command.</Trans>
            ) : (
              <Trans>Members and owners of this project can connect one.</Trans>
            )}
          </EmptyState>
        ) : (
          <ServerList servers={data.items} />
        )}
      </Card>
    </>
  )
}
