import { consult } from "../action.ts"
import type { Actor } from "../actor.ts"
import type { ServerId, SshKeyId } from "../ids.ts"
import { heldKey, onKey } from "../keys/held-key.ts"
import type { Context } from "../ports.ts"
import type { Instant } from "../time.ts"
import { findOpenings } from "./find-openings.ts"
import type { Opening } from "./opening.ts"
import { onServer, ownServer } from "./own-server.ts"
import type { Server } from "./server.ts"

/** Whether a server has said yet that it does what is wanted. */
export interface Effect {
  readonly state: "waiting" | "in-effect"
  readonly since: Instant
}

/** What a key opens on a server. */
export interface KeyOpening extends Effect {
  readonly opening: Opening
  readonly server: Server
}

const listingKeys = onServer("server.list-keys", "viewer")
const listingOpenings = onKey("key.list-openings", "servers:read")

/** What opens a server, by login user and then by the key's name. @throws CoreError `not_found` */
export async function listServerKeys(
  context: Context,
  actor: Actor,
  id: ServerId,
): Promise<readonly (Opening & Effect)[]> {
  await consult(context, actor, listingKeys, ownServer(id))
  const openings = await findOpenings(context.database.stores, [id], context.clock.now())
  return openings.toSorted(byLoginUser).map((opening) => ({ ...opening, ...effectOf(opening) }))
}

/** What a key opens, by the server's name and then by login user. @throws CoreError `not_found` */
export async function listKeyOpenings(context: Context, actor: Actor, id: SshKeyId): Promise<readonly KeyOpening[]> {
  const { key } = await consult(context, actor, listingOpenings, heldKey(id))
  const { stores } = context.database
  const servers = new Map((await stores.accesses.listServersOf(key.accountId)).map((server) => [server.id, server]))
  const openings = await findOpenings(stores, [...servers.keys()], context.clock.now())
  return openings
    .filter((opening) => opening.key.id === id)
    .flatMap((opening) => {
      const server = servers.get(opening.serverId)
      return server === undefined ? [] : [{ opening, server, ...effectOf(opening) }]
    })
    .sort((left, right) => compare(left.server.name, right.server.name) || byLoginUser(left.opening, right.opening))
}

/** Nothing acknowledges keys yet: they wait since both the access and the key were there. */
function effectOf({ access, key }: Opening): Effect {
  return { state: "waiting", since: Math.max(access.createdAt, key.createdAt) }
}

function byLoginUser(left: Opening, right: Opening): number {
  return compare(left.loginUser, right.loginUser) || compare(left.key.name, right.key.name)
}

const compare = (left: string, right: string) => (left < right ? -1 : left > right ? 1 : 0)
