import { isAdmin } from "../accounts/account.ts"
import { holderOf, mayRead } from "../accounts/holder.ts"
import { type Action, byId, consult, type Find } from "../action.ts"
import { type Actor, requireSignedIn } from "../actor.ts"
import type { AccountId, ProjectId, ServerId, SshKeyId } from "../ids.ts"
import type { Context, Stores } from "../ports.ts"
import { ownProject } from "../projects/project-actions.ts"
import { type Instant, minute } from "../time.ts"
import { withRobots } from "./closings.ts"
import { type BundleStalePolicy, bundleValidity } from "./host-bundle.ts"
import type { DeliveredLine, Removal } from "./host-store.ts"
import { type OpeningKey, openingsOf } from "./opening.ts"
import { compare, type Effect, effectsIn } from "./opening-actions.ts"
import type { Server } from "./server.ts"
import { mayBeNamed } from "./visible-servers.ts"

/** A login user of a server where a change is not in effect yet. */
export interface WaitingPlace {
  readonly server: Server
  readonly loginUser: string
  /** When the change was made. */
  readonly since: Instant
  /** By the bundle that the server has; `keep` where that is not known. */
  readonly policy: BundleStalePolicy
  /** When the server lets the key in no more, should it hear nothing: at the latest. Absent where it may go on doing so. */
  readonly refusesFrom?: Instant
}

/** On which servers a change is in effect. */
export interface Receipt {
  /** How many servers it concerns. */
  readonly total: number
  /** How many of them go by it. */
  readonly inEffect: number
  /** When the last of those did; absent while none does. */
  readonly since?: Instant
  /** On servers that whoever asks may see, by the server's name and then by login user. */
  readonly waiting: readonly WaitingPlace[]
}

/** What became of keys on the servers that they are to open, and on those that they are to open no more. */
export interface KeyReceipt {
  readonly added: Receipt
  /** Of the last 30 days; those that are in effect, from the moment on that was asked about. */
  readonly removed: Receipt
}

/** A key, an account with all of its keys, or an account in one project. */
export type ReceiptOf =
  | { readonly keyId: SshKeyId }
  | { readonly accountId: AccountId; readonly projectId?: ProjectId | undefined }

/** What is remembered of keys, which may be deleted. */
interface KeyTrace {
  /** Whether a key is one of them. */
  readonly concerns: (key: Pick<OpeningKey, "id" | "accountId">) => boolean
  readonly lines: readonly DeliveredLine[]
  readonly removals: readonly Removal[]
  /** Those that the actor may be told of. */
  readonly servers: ReadonlyMap<ServerId, Server>
}

const showing: Action<KeyTrace> = {
  name: "key.show-receipt",
  noun: "SSH key",
  scope: "servers:read",
  permits: () => "allowed",
}
const showingOfAccount: Action<KeyTrace> = { ...showing, name: "account.show-receipt", noun: "account" }

/**
 * Of a key for whoever holds it or held it, and for members of the projects of the servers that it opens or opened. Of an
 * account for itself and admins, and in a project for its members, also when it is no member any more.
 *
 * @param since from when on removals count that are in effect; those of the last 30 days at most
 * @throws CoreError `not_found`
 */
export async function showReceipt(context: Context, actor: Actor, of: ReceiptOf, since?: Instant): Promise<KeyReceipt> {
  const trace = await ("keyId" in of
    ? consult(context, actor, showing, keyTrace(of.keyId))
    : consult(context, actor, showingOfAccount, accountTrace(of.accountId, of.projectId)))
  const { stores } = context.database
  const isVisible = await mayBeNamed(stores, requireSignedIn(actor))
  const facts = await stores.accesses.openingFacts([...trace.servers.keys()])
  const openings = openingsOf(facts, context.clock.now()).filter(({ key }) => trace.concerns(key))
  const opened = new Set(openings.map(({ key, ...place }) => lineOf({ ...place, keyId: key.id })))
  const effectOf = effectsIn(trace.lines, [...trace.servers.values()])
  const added = openings.map((opening): Change => ({ ...opening, ...effectOf(opening) }))
  const removed = [
    ...trace.removals
      // What a server has not said yet counts, however long ago it was: it may let the key in.
      .filter(({ removedAt, inEffectAt }) => since === undefined || inEffectAt === undefined || removedAt >= since)
      .map(({ removedAt, inEffectAt, ...place }): Change => {
        const state = inEffectAt === undefined ? "waiting" : "in-effect"
        return { ...place, state, since: inEffectAt ?? removedAt }
      }),
    // What stands in a bundle and opens no more goes from it in a moment.
    ...trace.lines
      .filter((line) => !opened.has(lineOf(line)))
      .map((line): Change => ({ ...line, state: "waiting", since: context.clock.now() })),
  ]
  const hosts = await stores.hosts.findHosts([...trace.servers.keys()])
  const bundles = new Map(hosts.map(({ serverId, bundle }) => [serverId, bundle]))
  const policyOf = ({ id: serverId, acknowledgedVersion }: Server) => {
    const bundle = bundles.get(serverId)
    return bundle !== undefined && bundle.staleSince <= acknowledgedVersion ? bundle.stale : "keep"
  }
  const render = (changes: readonly Change[], refuses: boolean) =>
    receiptOf(changes, trace, { isVisible, policyOf, refuses })
  return { added: render(added, false), removed: render(removed, true) }
}

function keyTrace(id: SshKeyId): Find<KeyTrace> {
  return byId(id, async (stores, actor) => {
    const lines = await stores.hosts.listLinesOf(id)
    const removals = await stores.hosts.listRemovalsOf(id)
    const [remembered] = [...lines, ...removals]
    const accountId =
      (await stores.sshKeys.find(id))?.accountId ?? remembered?.accountId ?? (await lastHolder(stores, id))
    if (accountId === undefined) return undefined
    const holder = await holderOf(stores, actor, accountId)
    const isHeld = holder !== undefined && mayRead(actor, holder) === "allowed"
    const isVisible = await mayBeNamed(stores, actor)
    const found = { concerns: (key: Pick<OpeningKey, "id">) => key.id === id, lines, removals }
    const trace = await seenOf(stores, [accountId], found, (server) => isHeld || isVisible(server))
    return isHeld || trace.lines.length + trace.removals.length > 0 ? trace : undefined
  })
}

/** Of a deleted key that no server remembers. */
async function lastHolder({ auditEvents }: Pick<Stores, "auditEvents">, id: SshKeyId): Promise<AccountId | undefined> {
  const { items } = await auditEvents.list({ targetId: id, outcome: "done", limit: 1 })
  return items[0]?.target.accountId
}

function accountTrace(id: AccountId, projectId: ProjectId | undefined): Find<KeyTrace> {
  return byId(id, async (stores, actor) => {
    const holder = await holderOf(stores, actor, id)
    const isHeld = holder !== undefined && (isAdmin(actor.account) || mayRead(actor, holder) === "allowed")
    if (!isHeld && (projectId === undefined || (await ownProject(projectId)(stores, actor)) === undefined))
      return undefined
    const accounts = projectId === undefined ? await withRobots(stores, id) : [id]
    const found = {
      concerns: (key: Pick<OpeningKey, "accountId">) => accounts.includes(key.accountId),
      lines: await stores.hosts.listLinesOfAccounts(accounts),
      removals: await stores.hosts.listRemovalsOfAccounts(accounts),
    }
    return seenOf(stores, accounts, found, (server) => projectId === undefined || server.projectId === projectId)
  })
}

/** Of what was found that on servers which are to be told of. */
async function seenOf(
  stores: Stores,
  accounts: readonly AccountId[],
  { lines, removals, concerns }: Omit<KeyTrace, "servers">,
  isTold: (server: Server) => boolean,
): Promise<KeyTrace> {
  const known = await stores.servers.findSeveral([...lines, ...removals].map(({ serverId }) => serverId))
  const open = await Promise.all(accounts.map((account) => stores.accesses.listServersOf(account)))
  const servers = new Map([...known, ...open.flat()].filter(isTold).map((server) => [server.id, server]))
  const isSeen = ({ serverId }: { readonly serverId: ServerId }) => servers.has(serverId)
  return { concerns, lines: lines.filter(isSeen), removals: removals.filter(isSeen), servers }
}

interface Change extends Effect {
  readonly serverId: ServerId
  readonly loginUser: string
}

interface ReceiptFacts {
  readonly isVisible: (server: Server) => boolean
  readonly policyOf: (server: Server) => BundleStalePolicy
  /** Whether it is about keys that are to be refused. */
  readonly refuses: boolean
}

function receiptOf(
  changes: readonly Change[],
  { servers }: KeyTrace,
  { isVisible, policyOf, refuses }: ReceiptFacts,
): Receipt {
  const waiting = changes.filter(({ state }) => state !== "in-effect")
  const done = changes.filter(({ state }) => state === "in-effect")
  const total = new Set(changes.map(({ serverId }) => serverId)).size
  const behind = new Set(waiting.map(({ serverId }) => serverId)).size
  const since = done.reduce<Instant | undefined>((last, one) => Math.max(last ?? one.since, one.since), undefined)
  // One line says it of all keys there.
  const once = new Map(waiting.map((change) => [placeOf(change), change]))
  const places = [...once.values()].flatMap(({ serverId, loginUser, since }): WaitingPlace[] => {
    const server = servers.get(serverId)
    if (server === undefined || !isVisible(server)) return []
    const policy = policyOf(server)
    const until = refuses ? refusesFrom(server, policy) : undefined
    return [{ server, loginUser, since, policy, ...(until !== undefined && { refusesFrom: until }) }]
  })
  const byName = (left: WaitingPlace, right: WaitingPlace) =>
    compare(left.server.name, right.server.name) || compare(left.loginUser, right.loginUser)
  return { total, inEffect: total - behind, ...(since !== undefined && { since }), waiting: places.sort(byName) }
}

/**
 * Its last signed answer came at most as long after its last question as a poll is held. Only `deny` is sure of every key:
 * one that is gone may have been marked as break-glass in the bundle that the server has.
 */
function refusesFrom({ lastContactAt }: Server, policy: BundleStalePolicy): Instant | undefined {
  if (policy !== "deny" || lastContactAt === undefined) return undefined
  return lastContactAt + bundleValidity + minute
}

const placeOf = ({ serverId, loginUser }: Pick<Change, "serverId" | "loginUser">) => `${serverId} ${loginUser}`
const lineOf = (line: Pick<Removal, "serverId" | "loginUser" | "keyId">) => `${placeOf(line)} ${line.keyId}`
