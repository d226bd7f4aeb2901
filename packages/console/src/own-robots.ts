import { type AuditEvent, type Robot, routes } from "@latchkey/contract"
import { useQueries } from "@tanstack/react-query"
import { apiQuery, useAccount } from "./api.ts"
import { useChosenProject } from "./chosen-project.ts"

/** The robots of so many projects are known here: each project is a request of its own. */
const projectsAsked = 30

/** The robots of the person's projects, those of the chosen project first; asked for while it is `enabled`. */
export function useOwnRobots(enabled: boolean): readonly Robot[] {
  const { projects = [], chosen } = useChosenProject()
  const asked = projects.toSorted((one, other) => Number(other.id === chosen?.id) - Number(one.id === chosen?.id))
  return useQueries({
    queries: asked
      .slice(0, projectsAsked)
      .map(({ id }) => ({ ...apiQuery(routes.listRobots, { params: { id } }), enabled })),
    combine: (lists) => lists.flatMap(({ data }) => data?.items ?? []),
  })
}

/** The accounts whose keys in these events have pages for the person: their own and the robots of their projects. */
export function useOwnIds(events: readonly AuditEvent[]): ReadonlySet<string> {
  const { id } = useAccount()
  const isOthersKey = ({ target }: AuditEvent) => target.kind === "ssh_key" && target.accountId !== id
  const robots = useOwnRobots(events.some(isOthersKey))
  return new Set([id, ...robots.map((robot) => robot.id)])
}
