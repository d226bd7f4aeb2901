import { type AccessRequest, routes } from "@latchkey/contract"
import { useLingui } from "@lingui/react/macro"
import { keepPreviousData, useQuery } from "@tanstack/react-query"
import { apiQuery, useAccount } from "../../../api.ts"
import { shortFingerprint } from "../../../ui/fingerprint.tsx"
import { useProject } from "../../projects/use-project.ts"

/** So many keys of one's own, and so many of others, are offered one by one; beyond them one searches. */
const keysShown = 100

/** Somebody or something to which a server can be opened. */
export type SubjectChoice = {
  readonly id: string
  readonly label: string
  readonly description?: string
  readonly subject: AccessRequest["subject"]
}

type Named = { readonly id: string; readonly name: string; readonly fingerprint: string }

/** One key to choose. */
export function keyChoice({ id, name, fingerprint }: Named, label = name): SubjectChoice {
  return { id, label, description: shortFingerprint(fingerprint), subject: { kind: "key", keyId: id } }
}

/**
 * Whose keys can be given access to a server of a project, and which of one's own stand for oneself at first.
 *
 * @param search part of a name, comment or fingerprint; empty for all
 */
export function useSubjects(projectId: string, search: string) {
  const { t } = useLingui()
  const self = useAccount()
  const params = { id: projectId }
  const query = { limit: keysShown, ...(search !== "" && { search }) }
  const own = useQuery(apiQuery(routes.listKeys, { query: { limit: keysShown } })).data?.items ?? []
  const found = useQuery({ ...apiQuery(routes.listKeys, { query }), placeholderData: keepPreviousData }).data
  const granted = useQuery({
    ...apiQuery(routes.listGrantableKeys, { params, query }),
    placeholderData: keepPreviousData,
  })
  const { data: project } = useProject(projectId)
  const members = useQuery(apiQuery(routes.listMembers, { params })).data?.items ?? []
  const robots = useQuery(apiQuery(routes.listRobots, { params })).data?.items ?? []
  const ofOthers = granted.data?.items.filter(({ owner }) => owner.id !== self.id) ?? []
  const holders = [
    ...members.map(({ account: { id, handle, displayName } }) => ({ id, handle, displayName })),
    ...robots.map(({ id, handle, displayName }) => ({ id, handle, displayName })),
  ]
  const sought = search.toLocaleLowerCase()
  const groups: readonly SubjectChoice[] = [
    ...holders.map(({ id, handle, displayName }) => ({
      id,
      label: id === self.id ? t`All your keys` : t`All keys of ${handle}`,
      description: displayName,
      subject: { kind: "account", accountId: id } as const,
    })),
    ...(project?.kind === "shared"
      ? [
          {
            id: "project",
            label: t`All keys of all members`,
            description: t`Those of viewers of the project too.`,
            subject: { kind: "project" } as const,
          },
        ]
      : []),
  ]
  return {
    choices: [
      ...(found?.items ?? []).map((key) => keyChoice(key)),
      ...groups.filter(({ label, description }) =>
        `${label} ${description ?? ""}`.toLocaleLowerCase().includes(sought),
      ),
      ...ofOthers.map(({ key, owner: { handle } }) => keyChoice(key, t`${key.name} of ${handle}`)),
    ],
    preselected: new Map(own.filter(({ isDefault }) => isDefault).map((key) => [key.id, keyChoice(key)])),
    /** There are more than are offered without a search. */
    hasMore: [found, granted.data].some((page) => page !== undefined && page.total > page.items.length),
    /** Why the keys of others are not offered. */
    failure: granted.error,
  }
}

export type Subjects = ReturnType<typeof useSubjects>
