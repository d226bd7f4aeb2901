import { type Action, byId, consult, perform } from "../action.ts"
import type { Actor } from "../actor.ts"
import type { ActionName } from "../audit/audit-event.ts"
import type { Change } from "../changes/change.ts"
import { CoreError } from "../error.ts"
import type { FoundKeyId, ServerId } from "../ids.ts"
import type { Context, Stores } from "../ports.ts"
import { type Adoption, adoptKey } from "./adopt-key.ts"
import type { FoundDecisionKind, FoundKey, foundKeyRequests, ReportedKey } from "./found-key.ts"
import { seenIn } from "./host-actions.ts"
import { type OwnServer, onServer, ownServer } from "./own-server.ts"
import { type Host, type Server, serverTarget } from "./server.ts"

/** A found key on a server of a project that the actor is in. */
interface OwnFoundKey extends OwnServer {
  readonly found: FoundKey
}

/** What somebody asks for about a found key; the rest counts when it is to be adopted. */
export interface FoundKeyRequest extends Adoption {
  readonly decision: (typeof foundKeyRequests)[number]
}

const listing = onServer("found-key.list", "viewer")
const deciding = {
  adopt: onFoundKey("found-key.adopt"),
  keep: onFoundKey("found-key.keep"),
  drop: onFoundKey("found-key.drop"),
  "break-glass": onFoundKey("found-key.break-glass"),
}

const decisions: Readonly<Record<"keep" | "drop" | "break-glass", FoundDecisionKind>> = {
  keep: "undecided",
  drop: "dropped",
  "break-glass": "break-glass",
}

/** By login user. @throws CoreError `not_found` */
export async function listFoundKeys(context: Context, actor: Actor, id: ServerId) {
  const { server } = await consult(context, actor, listing, ownServer(id))
  const { items, ...rest } = await context.database.stores.foundKeys.list(id)
  return { ...rest, items: items.map(asItIs(server)) }
}

/**
 * Decides what becomes of a found key. Adopting registers it, unless a member or robot of the project has done so, and
 * gives it an access with its options; the server lets go of it then, and it leaves the list.
 *
 * @throws CoreError `not_found`, also once the server has said that the key is not there any more; `conflict` for a key
 *   that the server has let go of for good, and for one that is another account's; `forbidden`, `invalid`,
 *   `quota_exceeded`
 */
export function decideFoundKey(
  context: Context,
  actor: Actor,
  server: ServerId,
  id: FoundKeyId,
  request: FoundKeyRequest,
): Promise<FoundKey> {
  const find = byId<OwnFoundKey>(id, async (stores, signedIn) => {
    const own = await ownServer(server)(stores, signedIn)
    const found = own && (await stores.foundKeys.find(id))
    return own && found?.serverId === server ? { ...own, found } : undefined
  })
  return perform(context, actor, deciding[request.decision], find, async (stores, own, signedIn) => {
    const { found } = own
    const after =
      request.decision === "adopt"
        ? await adoptKey(context, stores, signedIn, own.server, found, request)
        : await decide(stores, own, decisions[request.decision])
    const value = (await stores.foundKeys.find(id)) ?? found
    return {
      value: asItIs(own.server)(value),
      target: serverTarget(own.server, signedIn.account.id),
      before: { loginUser: found.loginUser, fingerprint: found.fingerprint, decision: found.decision },
      after: { loginUser: found.loginUser, fingerprint: found.fingerprint, ...after },
    }
  })
}

/**
 * Keeps what a server says to have found. Gives what changed for whoever looks at it.
 *
 * @throws CoreError `conflict` for a machine that nobody has confirmed: it would take the place of what is known
 */
export async function reportFoundKeys(
  context: Pick<Context, "database" | "clock">,
  server: Host,
  found: readonly ReportedKey[],
): Promise<readonly Change[]> {
  const { database, clock } = context
  const isNews = await database.transaction(async ({ foundKeys, hosts }) => {
    // Another machine may have enrolled since this one showed its token.
    const [known] = await hosts.findHosts([server.id])
    if (server.state !== "connected" || known?.state !== "connected") {
      throw new CoreError("conflict", `nobody has confirmed ${server.name} yet`, {
        hint: "confirm its host keys first",
      })
    }
    return foundKeys.replace(server.id, found, clock.now())
  })
  return isNews ? seenIn(context, [server.projectId]) : []
}

async function decide(stores: Stores, { found, server }: OwnFoundKey, decision: FoundDecisionKind) {
  if (found.decision === "dropped" && decision !== "dropped" && found.isInEffect) {
    throw new CoreError("conflict", `${server.name} has let go of this key for good`, {
      hint: "register the key and give it access to open the server again",
    })
  }
  await stores.foundKeys.decide(found.id, decision)
  return { decision }
}

/** Where a login user is not managed, nothing that is decided has an effect. */
function asItIs({ unmanaged }: Server): (found: FoundKey) => FoundKey {
  const users = new Set(unmanaged.map(({ loginUser }) => loginUser))
  return (found) =>
    found.decision !== "undecided" && users.has(found.loginUser) ? { ...found, isInEffect: false } : found
}

function onFoundKey(name: ActionName): Action<OwnFoundKey> {
  return { ...onServer(name, "member"), noun: "found key" }
}
