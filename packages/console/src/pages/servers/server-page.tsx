import { ApiError, type Project, routes, type Server } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { IconServerOff } from "@tabler/icons-react"
import { useQuery } from "@tanstack/react-query"
import { useNavigate, useParams } from "@tanstack/react-router"
import { lazy, Suspense, useEffect, useRef } from "react"
import { apiQuery } from "../../api.ts"
import { paths } from "../../paths.ts"
import { announce } from "../../ui/announce.ts"
import { Card } from "../../ui/card.tsx"
import { EmptyState } from "../../ui/empty-state.tsx"
import { ErrorState } from "../../ui/error-state.tsx"
import { ButtonLink } from "../../ui/links.tsx"
import { PageHeader } from "../../ui/page-header.tsx"
import { SkeletonRows } from "../../ui/skeleton-rows.tsx"
import { ProjectFrame } from "../projects/project-frame.tsx"
import { rightsIn } from "../projects/use-project.ts"
import { ServerMenu } from "./detail/server-menu.tsx"
import { ServerWarnings } from "./detail/server-warnings.tsx"
import { ServerStatus } from "./server-status.tsx"
import styles from "./servers.module.css"
import { ServersLink } from "./servers-link.tsx"

const ConfirmHostKeys = lazy(async () => ({
  default: (await import("./connect/confirm-host-keys.tsx")).ConfirmHostKeys,
}))
const Enrolling = lazy(async () => ({ default: (await import("./connect/enrolling.tsx")).Enrolling }))
const Progress = lazy(async () => ({ default: (await import("./connect/progress.tsx")).Progress }))
const ConnectedServer = lazy(() => import("./detail/connected-server.tsx"))

/** One server: how it is connected, then who opens it. */
export default function ServerPage() {
  const { t } = useLingui()
  const { projectId, serverId } = useParams({ from: "/signed-in/p/$projectId/servers/$serverId" })
  return (
    <ProjectFrame key={projectId} projectId={projectId} title={t`Server`}>
      {(project) => <ServerById key={serverId} project={project} serverId={serverId} />}
    </ProjectFrame>
  )
}

function ServerById({ project, serverId }: { project: Project; serverId: string }) {
  const { t } = useLingui()
  const { data, error, refetch } = useQuery(apiQuery(routes.showServer, { params: { id: serverId } }))
  const isGone = error instanceof ApiError && (error.code === "not_found" || error.code === "invalid")
  if (data !== undefined && !isGone) return <Found project={project} server={data} />
  return (
    <>
      <PageHeader title={isGone ? t`No such server` : t`Server`} parent={<ServersLink projectId={project.id} />} />
      <Card>
        {error === null ? (
          <SkeletonRows rows={3} />
        ) : isGone ? (
          <EmptyState
            icon={<IconServerOff size={28} stroke={1.75} aria-hidden />}
            title={<Trans>There is no such server. It may have been disconnected.</Trans>}
            actions={
              <ButtonLink to={paths.servers} params={{ projectId: project.id }}>
                <Trans>Go to Servers</Trans>
              </ButtonLink>
            }
          />
        ) : (
          <ErrorState title={t`This server could not be loaded.`} error={error} onRetry={refetch} />
        )}
      </Card>
    </>
  )
}

function Found({ project, server }: { project: Project; server: Server }) {
  const { t } = useLingui()
  const navigate = useNavigate()
  const { mayChange } = rightsIn(project)
  const before = useRef(server.state)
  useEffect(() => {
    if (before.current !== server.state && server.state === "connected") announce(t`${server.name} is connected.`)
    before.current = server.state
  }, [server, t])
  const leave = () => navigate({ to: paths.servers, params: { projectId: project.id } })
  return (
    <>
      <PageHeader
        title={server.name}
        parent={<ServersLink projectId={project.id} />}
        badges={<ServerStatus server={server} />}
        description={server.address ?? undefined}
        actions={mayChange ? <ServerMenu server={server} onGone={leave} /> : undefined}
      />
      <div className={server.state === "connected" ? styles.wide : styles.page}>
        <ServerWarnings server={server} />
        <Suspense>
          {server.state === "waiting" ? (
            <Enrolling server={server} mayChange={mayChange} />
          ) : server.state === "unconfirmed" ? (
            <>
              <ConfirmHostKeys server={server} mayChange={mayChange} />
              <Progress server={server} />
            </>
          ) : (
            <>
              {server.acknowledgedAt === null ? <Progress server={server} /> : null}
              <ConnectedServer server={server} mayChange={mayChange} />
            </>
          )}
        </Suspense>
      </div>
    </>
  )
}
