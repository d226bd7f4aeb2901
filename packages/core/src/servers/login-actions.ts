import { consult, perform } from "../action.ts"
import type { Actor } from "../actor.ts"
import type { ServerId, SshKeyId } from "../ids.ts"
import { heldKey, onKey } from "../keys/held-key.ts"
import type { Page, PageRequest } from "../page.ts"
import type { Context } from "../ports.ts"
import type { ListedLogin } from "./login-report.ts"
import type { KeyLogin, LoginQuery } from "./login-store.ts"
import { onServer, ownServer } from "./own-server.ts"
import { serverTarget } from "./server.ts"

const listing = onServer("server.list-logins", "viewer")
const ending = onServer("server.end-logins", "member")
const listingOfKey = onKey("key.list-logins", "servers:read")

/** What a server reported, newest first, and how many reports of it were too many to keep. @throws CoreError `not_found` */
export async function listServerLogins(
  context: Context,
  actor: Actor,
  id: ServerId,
  query: Omit<LoginQuery, "serverId">,
): Promise<Page<ListedLogin> & { readonly leftOut: number }> {
  await consult(context, actor, listing, ownServer(id))
  const { logins } = context.database.stores
  return { ...(await logins.list({ ...query, serverId: id })), leftOut: await logins.countLeftOut(id) }
}

/** What servers of projects that its holder is in reported of a key, newest first. @throws CoreError `not_found` */
export async function listKeyLogins(
  context: Context,
  actor: Actor,
  id: SshKeyId,
  page: PageRequest,
): Promise<Page<KeyLogin>> {
  await consult(context, actor, listingOfKey, heldKey(id))
  return context.database.stores.logins.listOfKey(id, page)
}

/** Open logins of a server: those of some reports, or all that came with one key. */
export type LoginsToEnd = { readonly ids: readonly string[] } | { readonly fingerprint: string }

/**
 * Tells a server to end open logins. Whether it does shows in its next reports: one that says to be open after a day is
 * left alone.
 *
 * @returns how many open logins that are; what has ended meanwhile, or is no login of this server, does not count
 * @throws CoreError `not_found`, `forbidden`
 */
export function endLogins(context: Context, actor: Actor, id: ServerId, which: LoginsToEnd): Promise<number> {
  return perform(context, actor, ending, ownServer(id), async (stores, { server }, { account }) => {
    const value = await stores.logins.close(id, which, context.clock.now())
    const after = { logins: value, ...("fingerprint" in which && { fingerprint: which.fingerprint }) }
    return { value, target: serverTarget(server, account.id), after }
  })
}
