import { type Action, byId, consult, type Find, perform } from "../action.ts"
import type { Actor } from "../actor.ts"
import type { AccessId, ServerId } from "../ids.ts"
import type { Context, Stores } from "../ports.ts"
import type { Instant } from "../time.ts"
import type { Access } from "./access.ts"
import { type AccessRequest, accessDetail, grantAccess } from "./grant-access.ts"
import { type OpeningAccount, type OpeningFacts, type OpeningKey, openingsOf } from "./opening.ts"
import { type OwnServer, onServer, ownServer } from "./own-server.ts"
import { serverTarget } from "./server.ts"

/** Whom an access is for, with what a list says of them. */
export type ListedSubject =
  | { readonly kind: "key"; readonly key: OpeningKey; readonly owner: OpeningAccount }
  | { readonly kind: "account"; readonly account: OpeningAccount }
  | { readonly kind: "project" }

/** An access as lists have it. */
export interface ListedAccess {
  readonly access: Access
  readonly subject: ListedSubject
  /** How many keys it lets in now. */
  readonly opens: number
}

/** An access to a server of a project that the actor is in. */
interface OwnAccess extends OwnServer {
  readonly access: Access
}

const listing = onServer("access.list", "viewer")
const adding = onServer("access.add", "member")
const updating: Action<OwnAccess> = { ...onServer("access.update", "member"), noun: "access" }
const removing: Action<OwnAccess> = { ...onServer("access.remove", "member"), noun: "access" }

/** By login user, the oldest first. @throws CoreError `not_found` */
export async function listAccesses(context: Context, actor: Actor, id: ServerId): Promise<readonly ListedAccess[]> {
  await consult(context, actor, listing, ownServer(id))
  return listed(await context.database.stores.accesses.openingFacts([id]), context.clock.now())
}

/**
 * Lets keys open a login user. What opens already by a wider access is held to this one's options from now on.
 *
 * @throws CoreError `not_found` for the server, and for a key or account of nobody in its project; `conflict` when there is
 *   such an access; `quota_exceeded`, `invalid`, `forbidden`
 */
export function addAccess(context: Context, actor: Actor, id: ServerId, request: AccessRequest): Promise<ListedAccess> {
  return perform(context, actor, adding, ownServer(id), async (stores, { server }, signedIn) => {
    const { value: access, ...facts } = await grantAccess(context, stores, signedIn, server, request)
    return { value: await requireListed(context, stores, id, access.id), ...facts }
  })
}

/** Marks what it lets in as break-glass, or takes the mark away. @throws CoreError `not_found`, `forbidden` */
export function updateAccess(
  context: Context,
  actor: Actor,
  server: ServerId,
  id: AccessId,
  { breakGlass }: Pick<Access, "breakGlass">,
): Promise<ListedAccess> {
  return perform(context, actor, updating, ownAccess(server, id), async (stores, own, { account }) => {
    await stores.accesses.mark(id, breakGlass)
    const value = await requireListed(context, stores, server, id)
    const [before, after] = [own.access, value.access].map(accessDetail)
    return { value, target: serverTarget(own.server, account.id), ...(before && { before }), ...(after && { after }) }
  })
}

/** What it alone let in opens nothing from now on. @throws CoreError `not_found`, `forbidden` */
export function removeAccess(context: Context, actor: Actor, server: ServerId, id: AccessId): Promise<void> {
  return perform(context, actor, removing, ownAccess(server, id), async (stores, own, { account }) => {
    await stores.accesses.delete(id)
    return { value: undefined, target: serverTarget(own.server, account.id), before: accessDetail(own.access) }
  })
}

function ownAccess(server: ServerId, id: AccessId): Find<OwnAccess> {
  return byId(id, async (stores, signedIn) => {
    const own = await ownServer(server)(stores, signedIn)
    const access = own && (await stores.accesses.find(id))
    return own && access?.serverId === server ? { ...own, access } : undefined
  })
}

async function requireListed(context: Context, stores: Stores, server: ServerId, id: AccessId): Promise<ListedAccess> {
  const all = listed(await stores.accesses.openingFacts([server]), context.clock.now())
  const value = all.find(({ access }) => access.id === id)
  if (value === undefined) throw new Error("an access that was just stored is listed")
  return value
}

function listed(facts: OpeningFacts, now: Instant): readonly ListedAccess[] {
  const keys = new Map(facts.keys.map((key) => [key.id, key]))
  const opened = Map.groupBy(openingsOf(facts, now), ({ access }) => access.id)

  function subjectOf({ subject }: Access): ListedSubject | undefined {
    switch (subject.kind) {
      case "project":
        return subject
      case "account": {
        const account = facts.accounts.get(subject.accountId)
        return account && { kind: "account", account }
      }
      case "key": {
        const key = keys.get(subject.keyId)
        const owner = key && facts.accounts.get(key.accountId)
        return key && owner && { kind: "key", key, owner }
      }
    }
  }

  return facts.accesses.toSorted(byLoginUser).flatMap((access) => {
    const subject = subjectOf(access)
    // Gone since the accesses were read: its access is too.
    return subject === undefined ? [] : [{ access, subject, opens: opened.get(access.id)?.length ?? 0 }]
  })
}

/** Ids sort by the time they were made. */
function byLoginUser(left: Access, right: Access): number {
  if (left.loginUser !== right.loginUser) return left.loginUser < right.loginUser ? -1 : 1
  return left.id < right.id ? -1 : 1
}
