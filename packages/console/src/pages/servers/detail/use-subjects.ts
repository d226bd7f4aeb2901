import { type AccessRequest, routes } from "@latchkey/contract"
import { useLingui } from "@lingui/react/macro"
import { useQuery } from "@tanstack/react-query"
import { apiQuery, useAccount } from "../../../api.ts"
import { shortFingerprint } from "../../../ui/fingerprint.tsx"

/** So many of one's own keys are offered one by one. */
const keysShown = 100

type Choice = {
  readonly id: string
  readonly label: string
  readonly description?: string
  readonly subject: AccessRequest["subject"]
}

/** Whose keys can be given access to a server of a project, and which of one's own stand for oneself at first. */
export function useSubjects(projectId: string) {
  const { t } = useLingui()
  const self = useAccount()
  const params = { id: projectId }
  const keys = useQuery(apiQuery(routes.listKeys, { query: { limit: keysShown } })).data?.items ?? []
  const members = useQuery(apiQuery(routes.listMembers, { params })).data?.items ?? []
  const robots = useQuery(apiQuery(routes.listRobots, { params })).data?.items ?? []
  const choices: readonly Choice[] = [
    ...keys.map(({ id, name, fingerprint }) => ({
      id,
      label: name,
      description: shortFingerprint(fingerprint),
      subject: { kind: "key", keyId: id } as const,
    })),
    ...[...members.map(({ account: { id, handle, displayName } }) => ({ id, handle, displayName })), ...robots].map(
      ({ id, handle, displayName }) => ({
        id,
        label: id === self.id ? t`All your keys` : t`All keys of ${handle}`,
        description: displayName,
        subject: { kind: "account", accountId: id } as const,
      }),
    ),
    { id: "project", label: t`All keys of all members`, subject: { kind: "project" } },
  ]
  const preselected: ReadonlyMap<string, AccessRequest["subject"]> = new Map(
    keys.filter(({ isDefault }) => isDefault).map(({ id }) => [id, { kind: "key", keyId: id } as const]),
  )
  return { choices, preselected }
}
