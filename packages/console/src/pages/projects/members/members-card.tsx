import { type Member, type Project, routes } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { useQuery } from "@tanstack/react-query"
import { apiQuery } from "../../../api.ts"
import { Card } from "../../../ui/card.tsx"
import { ErrorState } from "../../../ui/error-state.tsx"
import { SkeletonRows } from "../../../ui/skeleton-rows.tsx"
import { useLocalPages } from "../local-pages.tsx"
import { useLocalSearch } from "../local-search.tsx"
import { NoMatch } from "../no-match.tsx"
import { MemberTable } from "./member-table.tsx"

/** Who is in a project. */
export function MembersCard({ project }: { project: Project }) {
  const { t } = useLingui()
  const { data, error, refetch } = useQuery(apiQuery(routes.listMembers, { params: { id: project.id } }))
  if (data !== undefined) return <LoadedMembers project={project} members={data.items} />
  return (
    <Card title={<Trans>Members</Trans>}>
      {error === null ? (
        <SkeletonRows rows={3} height={51} />
      ) : (
        <ErrorState title={t`This list could not be loaded.`} error={error} onRetry={refetch} />
      )}
    </Card>
  )
}

function LoadedMembers({ project, members }: { project: Project; members: readonly Member[] }) {
  const { t } = useLingui()
  const { found, field, query, clear } = useLocalSearch(members, searchedText, t`Search members`)
  const { shown, foot } = useLocalPages(found)
  return (
    <Card title={<Trans>Members</Trans>} end={field}>
      {found.length === 0 ? (
        <NoMatch query={query} onClear={clear} />
      ) : (
        <MemberTable project={project} members={members} shown={shown} />
      )}
      {foot}
    </Card>
  )
}

function searchedText({ account: { handle, displayName } }: Member): string {
  return `${handle} ${displayName}`
}
