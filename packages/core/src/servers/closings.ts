import { isAdmin } from "../accounts/account.ts"
import { type Holder, holderOf, mayRead } from "../accounts/holder.ts"
import { type Action, byId, consult, type Find } from "../action.ts"
import { type Actor, requireSignedIn, type SignedIn } from "../actor.ts"
import type { AccountId, ProjectId, SshKeyId } from "../ids.ts"
import type { SshKey } from "../keys/ssh-key.ts"
import type { Context, Stores } from "../ports.ts"
import { ownProject } from "../projects/project-actions.ts"
import { type Opening, type OpeningAccount, openingsOf } from "./opening.ts"
import { compare } from "./opening-actions.ts"
import type { Server } from "./server.ts"
import { mayBeNamed } from "./visible-servers.ts"

/** A login user of a server that keys open which are to open nothing any more. */
export interface Closing {
  readonly server: Server
  readonly loginUser: string
  /** How many of the keys open it. */
  readonly keys: number
  /** No other key opens it. */
  readonly isLastKey: boolean
  /** Whoever has no other key that opens it, by handle. */
  readonly losers: readonly OpeningAccount[]
}

/** What closes when keys open nothing any more. */
export interface Closings {
  /** By the server's name and then by login user. */
  readonly places: readonly Closing[]
  /** How many servers there are besides, which whoever asks may not see. */
  readonly hiddenServers: number
}

/** Keys, an account with all of its keys, or an account in one project. */
export type ClosingsOf =
  | {
      readonly keyIds: readonly SshKeyId[]
      /** They are to be deleted, which ends a replacement by one of them: the old key opens again all that it opened. */
      readonly deleted?: boolean | undefined
    }
  | { readonly accountId: AccountId; readonly projectId?: ProjectId | undefined }

/** Whose keys are to open nothing, and which of them. */
interface Concerned {
  readonly accounts: readonly AccountId[]
  /** Absent for all. */
  readonly keys?: ReadonlySet<SshKeyId>
  readonly deleted?: boolean
  readonly project?: ProjectId
}

const ofKeys: Action<Concerned> = {
  name: "key.preview-closings",
  noun: "SSH key",
  scope: "servers:read",
  permits: () => "allowed",
}
const ofAccount: Action<Holder> = {
  name: "account.preview-closings",
  noun: "account",
  scope: "servers:read",
  permits: (actor, holder) => (isAdmin(actor.account) ? "allowed" : mayRead(actor, holder)),
}
const inProject: Action<Concerned> = { ...ofKeys, name: "project.preview-closings", noun: "member" }

/**
 * What closes when keys are deleted, disabled or expire, when a member leaves a project, or when an account is disabled.
 *
 * @throws CoreError `not_found` for keys that are not one's own or a robot's of one's projects, for an account of nobody
 *   but oneself and those robots unless one is an admin, and for a project that one is not in
 */
export async function previewClosings(context: Context, actor: Actor, of: ClosingsOf): Promise<Closings> {
  return closingsOf(context, requireSignedIn(actor), await concerned(context, actor, of))
}

async function concerned(context: Context, actor: Actor, of: ClosingsOf): Promise<Concerned> {
  if ("keyIds" in of) {
    return { ...(await consult(context, actor, ofKeys, heldKeys(of.keyIds))), deleted: of.deleted === true }
  }
  const { accountId, projectId } = of
  if (projectId !== undefined) return consult(context, actor, inProject, memberIn(projectId, accountId))
  const find = byId<Holder>(accountId, (stores, signedIn) => holderOf(stores, signedIn, accountId))
  await consult(context, actor, ofAccount, find)
  return { accounts: await withRobots(context.database.stores, accountId) }
}

/** An account, and the robots of its personal project, which stop with it. */
export async function withRobots({ accounts, projects }: Stores, id: AccountId): Promise<readonly AccountId[]> {
  const personal = await projects.findPersonal(id)
  const robots = personal === undefined ? [] : await accounts.listRobots(personal.id)
  return [id, ...robots.map((robot) => robot.id)]
}

/** What closes everywhere when an account is disabled, as an actor may know it who may ask for that. */
export async function closingsOfAccount(context: Context, actor: Actor, id: AccountId): Promise<Closings> {
  return closingsOf(context, requireSignedIn(actor), { accounts: await withRobots(context.database.stores, id) })
}

async function closingsOf(
  { database: { stores }, clock }: Context,
  actor: SignedIn,
  { accounts, keys, deleted = false, project }: Concerned,
): Promise<Closings> {
  const found = (await Promise.all(accounts.map((account) => stores.accesses.listServersOf(account)))).flat()
  const servers = new Map(
    found
      .filter((server) => project === undefined || server.projectId === project)
      .map((server) => [server.id, server]),
  )
  const facts = await stores.accesses.openingFacts([...servers.keys()])
  const concernedAccounts = new Set(accounts)
  const closes = (key: Pick<SshKey, "id" | "accountId">) =>
    keys === undefined ? concernedAccounts.has(key.accountId) : keys.has(key.id)
  const now = clock.now()
  const placeOf = ({ serverId, loginUser }: { readonly serverId: string; readonly loginUser: string }) =>
    `${serverId} ${loginUser}`
  const staying = {
    ...facts,
    keys: facts.keys.filter((key) => !closes(key)),
    replacements: facts.replacements.filter(({ newKeyId }) => !deleted || keys?.has(newKeyId) !== true),
  }
  const kept = Map.groupBy(openingsOf(staying, now), placeOf)
  // Under another name a key goes on opening.
  const staysOpen = (opening: Opening) =>
    kept.get(placeOf(opening))?.some(({ key }) => key.fingerprint === opening.key.fingerprint) === true
  const closing = Map.groupBy(
    openingsOf(facts, now).filter((opening) => closes(opening.key) && !staysOpen(opening)),
    placeOf,
  )
  const isVisible = await mayBeNamed(stores, actor)
  const hidden = new Set<Server>()
  const places = [...closing].flatMap(([place, openings]): Closing[] => {
    const [first] = openings
    const server = first && servers.get(first.serverId)
    if (first === undefined || server === undefined) return []
    if (!isVisible(server)) {
      hidden.add(server)
      return []
    }
    const others = kept.get(place) ?? []
    const keeping = new Set(others.map(({ owner }) => owner.id))
    const owners = new Map(openings.map(({ owner }) => [owner.id, owner]))
    const losers = [...owners.values()].filter(({ id }) => !keeping.has(id))
    return [
      {
        server,
        loginUser: first.loginUser,
        keys: openings.length,
        isLastKey: others.length === 0,
        losers: losers.sort((left, right) => compare(left.handle, right.handle)),
      },
    ]
  })
  const byName = (left: Closing, right: Closing) =>
    compare(left.server.name, right.server.name) || compare(left.loginUser, right.loginUser)
  return { places: places.sort(byName), hiddenServers: hidden.size }
}

function heldKeys(ids: readonly SshKeyId[]): Find<Concerned> {
  const find: Find<Concerned> = async (stores, actor) => {
    const wanted = new Set(ids)
    const keys = await stores.sshKeys.findSeveral([...wanted])
    if (keys.length < wanted.size) return undefined
    const accounts = [...new Set(keys.map(({ accountId }) => accountId))]
    for (const account of accounts) {
      const holder = await holderOf(stores, actor, account)
      if (holder === undefined || mayRead(actor, holder) !== "allowed") return undefined
    }
    return { accounts, keys: wanted }
  }
  const [id, ...others] = ids
  return id !== undefined && others.length === 0 ? byId(id, find) : find
}

/** A member of a project that the actor is in too. */
function memberIn(project: ProjectId, account: AccountId): Find<Concerned> {
  return byId(project, async (stores, actor) => {
    const own = await ownProject(project)(stores, actor)
    const membership = own && (await stores.projects.findMembership(project, account))
    return membership && { accounts: [account], project }
  })
}
