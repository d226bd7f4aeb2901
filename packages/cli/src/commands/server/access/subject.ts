import { type AccessRequest, type Client, routes, type Server } from "@latchkey/contract"
import { CoreError } from "@latchkey/core"
import { findGrantableKey } from "../../../find-grantable-key.ts"

/** The options that say whose keys an access is for: one of them. */
export interface SubjectOptions {
  readonly key?: string
  /** A handle. */
  readonly account?: string
  readonly members?: boolean
}

/** Before anything is looked for. @throws CoreError `invalid` */
export function requireSubject({ key, account, members }: SubjectOptions): void {
  if ([key, account, members].filter((given) => given !== undefined).length === 1) return
  throw new CoreError("invalid", "an access is for one key, all keys of an account, or those of all members", {
    hint: "add one of --key KEY, --account HANDLE and --members",
  })
}

/** @throws CoreError `not_found`, `conflict` */
export async function subjectOf(
  client: Client,
  { projectId }: Server,
  { key, account }: SubjectOptions,
): Promise<AccessRequest["subject"]> {
  if (key !== undefined) return { kind: "key", keyId: await findGrantableKey(client, projectId, key) }
  if (account !== undefined) return { kind: "account", accountId: await accountIn(client, projectId, account) }
  return { kind: "project" }
}

/** The member or robot of a project with this handle. @throws CoreError `not_found` */
export async function accountIn(client: Client, id: string, handle: string): Promise<string> {
  const [members, robots] = await Promise.all([
    client.call(routes.listMembers, { params: { id } }),
    client.call(routes.listRobots, { params: { id } }),
  ])
  const accounts = [...members.items.map(({ account }) => account), ...robots.items]
  const found = accounts.find((account) => account.handle === handle)
  if (found !== undefined) return found.id
  throw new CoreError("not_found", `"${handle}" is neither a member nor a robot of the server's project`, {
    hint: "list them with: latchkey project members PROJECT, latchkey robot list PROJECT",
  })
}
