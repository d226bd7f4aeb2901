import { consult } from "../action.ts"
import type { Actor } from "../actor.ts"
import type { ServerId, SshKeyId } from "../ids.ts"
import { heldKey, onKey } from "../keys/held-key.ts"
import type { Context } from "../ports.ts"
import type { Instant } from "../time.ts"
import { findOpenings } from "./find-openings.ts"
import type { DeliveredLine, Removal } from "./host-store.ts"
import type { PlaceLogins } from "./login-report.ts"
import type { Opening } from "./opening.ts"
import { onServer, ownServer } from "./own-server.ts"
import type { Server, UnmanagedReason } from "./server.ts"

/**
 * Whether a server has said yet that it does what is wanted. `unmanaged`: it cannot for this login user, whatever it has
 * acknowledged.
 */
export interface Effect {
  readonly state: "waiting" | "in-effect" | "unmanaged"
  /** Of what is unmanaged, when it was wanted. */
  readonly since: Instant
  /** Why a bundle has no effect for this login user; there exactly where it is unmanaged. */
  readonly reason?: UnmanagedReason
}

/** What a server reported of a key as a login user. */
export interface SeenLogins {
  readonly lastLogin?: PlaceLogins["last"]
  /** How many of its logins are open. */
  readonly openLogins: number
}

/** What a key opens on a server. */
export interface KeyOpening extends Effect, SeenLogins {
  readonly opening: Opening
  readonly server: Server
}

const listingKeys = onServer("server.list-keys", "viewer")
const listingOpenings = onKey("key.list-openings", "servers:read")

/** What opens a server, and what the server may let in still. */
export interface ServerKeys {
  /** By login user and then by the key's name. */
  readonly openings: readonly (Opening & Effect & SeenLogins)[]
  /** Those that the server has not acknowledged, and those whose logins are open still. */
  readonly removals: readonly (Removal & SeenLogins)[]
}

/** @throws CoreError `not_found` */
export async function listServerKeys(context: Context, actor: Actor, id: ServerId): Promise<ServerKeys> {
  const { server } = await consult(context, actor, listingKeys, ownServer(id))
  const { stores } = context.database
  const openings = await findOpenings(stores, [id], context.clock.now())
  const effectOf = effectsIn(await stores.hosts.listLines([id]), [server])
  const seen = seenAt(await stores.logins.listPlaces([id]))
  const removals = (await stores.hosts.listRemovals(id)).map((removal) => ({ ...removal, ...seen(removal) }))
  return {
    openings: openings
      .toSorted(byLoginUser)
      .map((opening) => ({ ...opening, ...effectOf(opening), ...seen({ ...opening, ...opening.key }) })),
    removals: removals.filter(({ inEffectAt, openLogins }) => inEffectAt === undefined || openLogins > 0),
  }
}

/** What a key opens, under whichever of its names, by the server's name and then by login user. @throws CoreError `not_found` */
export async function listKeyOpenings(context: Context, actor: Actor, id: SshKeyId): Promise<readonly KeyOpening[]> {
  const { key } = await consult(context, actor, listingOpenings, heldKey(id))
  const { stores } = context.database
  const servers = new Map((await stores.accesses.listServersOf(key.accountId)).map((server) => [server.id, server]))
  const all = await findOpenings(stores, [...servers.keys()], context.clock.now())
  const openings = all.filter((opening) => opening.key.fingerprint === key.fingerprint)
  const names = new Set(openings.map((opening) => opening.key.id))
  const lines = await Promise.all([...names].map((name) => stores.hosts.listLinesOf(name)))
  const effectOf = effectsIn(lines.flat(), [...servers.values()])
  const seen = seenAt(await stores.logins.listPlaces([...servers.keys()], key.fingerprint))
  return openings
    .flatMap((opening) => {
      const server = servers.get(opening.serverId)
      return server === undefined ? [] : [{ opening, server, ...effectOf(opening), ...seen({ ...opening, ...key }) }]
    })
    .sort((left, right) => compare(left.server.name, right.server.name) || byLoginUser(left.opening, right.opening))
}

/** By what servers were given and have acknowledged. What is in no bundle yet waits since access and key were there. */
export function effectsIn(
  lines: readonly DeliveredLine[],
  servers: readonly Pick<Server, "id" | "unmanaged">[],
): (opening: Opening) => Effect {
  const reasons = new Map(
    servers.flatMap(({ id, unmanaged }) =>
      unmanaged.map(({ loginUser, reason }) => [`${id} ${loginUser}`, reason] as const),
    ),
  )
  const known = new Map(lines.map((line) => [placeOf(line.serverId, line.loginUser, line.keyId), line]))
  return ({ serverId, loginUser, access, key }) => {
    const line = known.get(placeOf(serverId, loginUser, key.id))
    const wantedSince = line?.addedAt ?? Math.max(access.createdAt, key.createdAt)
    const reason = reasons.get(`${serverId} ${loginUser}`)
    if (reason !== undefined) return { state: "unmanaged", since: wantedSince, reason }
    if (line?.inEffectAt !== undefined) return { state: "in-effect", since: line.inEffectAt }
    return { state: "waiting", since: wantedSince }
  }
}

type SeenPlace = Pick<PlaceLogins, "serverId" | "loginUser" | "fingerprint">

function seenAt(places: readonly PlaceLogins[]): (place: SeenPlace) => SeenLogins {
  const keyOf = ({ serverId, loginUser, fingerprint }: SeenPlace) => `${serverId} ${fingerprint} ${loginUser}`
  const known = new Map(places.map((place) => [keyOf(place), place]))
  return (place) => {
    const { last, open = 0 } = known.get(keyOf(place)) ?? {}
    return { ...(last !== undefined && { lastLogin: last }), openLogins: open }
  }
}

const placeOf = (server: ServerId, loginUser: string, key: SshKeyId) => `${server} ${loginUser} ${key}`

function byLoginUser(left: Opening, right: Opening): number {
  return compare(left.loginUser, right.loginUser) || compare(left.key.name, right.key.name)
}

/** How many keys open each of these servers now; servers that none opens are left out. */
export async function countOpeningKeys(
  { database, clock }: Pick<Context, "database" | "clock">,
  servers: readonly ServerId[],
): Promise<ReadonlyMap<ServerId, number>> {
  const openings = await findOpenings(database.stores, servers, clock.now())
  const byServer = Map.groupBy(openings, ({ serverId }) => serverId)
  return new Map([...byServer].map(([id, all]) => [id, new Set(all.map(({ key }) => key.id)).size]))
}

/** The order of two texts by their code units. */
export const compare = (left: string, right: string) => (left < right ? -1 : left > right ? 1 : 0)
