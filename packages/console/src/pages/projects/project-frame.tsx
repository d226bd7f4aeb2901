import { ApiError, type Project } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { IconFolderOff } from "@tabler/icons-react"
import type { ReactNode } from "react"
import { paths } from "../../paths.ts"
import { Card } from "../../ui/card.tsx"
import { EmptyState } from "../../ui/empty-state.tsx"
import { ErrorState } from "../../ui/error-state.tsx"
import { ButtonLink } from "../../ui/links.tsx"
import { PageHeader } from "../../ui/page-header.tsx"
import { SkeletonRows } from "../../ui/skeleton-rows.tsx"
import { useProject } from "./use-project.ts"

type Props = {
  projectId: string
  /** What the page is called until its project is there. */
  title: string
  children: (project: Project) => ReactNode
}

/** A page of a project: draws it once the project is there, and says why it is not. */
export function ProjectFrame({ projectId, title, children }: Props) {
  const { t } = useLingui()
  const { data, error, refetch } = useProject(projectId)
  const isGone = error instanceof ApiError && (error.code === "not_found" || error.code === "invalid")
  // Whoever was removed meanwhile must not go on looking at what was loaded before.
  if (data !== undefined && !isGone) return children(data)
  return (
    <>
      <PageHeader title={isGone ? t`No such project` : title} />
      <Card>
        {error === null ? (
          <SkeletonRows rows={3} height={44} />
        ) : isGone ? (
          <EmptyState
            icon={<IconFolderOff size={28} stroke={1.75} aria-hidden />}
            title={<Trans>There is no such project, or you are not in it.</Trans>}
            actions={
              <ButtonLink to={paths.keys}>
                <Trans>Go to Keys</Trans>
              </ButtonLink>
            }
          >
            <Trans>Ask one of its owners to invite you.</Trans>
          </EmptyState>
        ) : (
          <ErrorState title={t`This project could not be loaded.`} error={error} onRetry={refetch} />
        )}
      </Card>
    </>
  )
}
