import { fingerprintSha256, type PublicKey } from "@latchkey/engine"
import { perform } from "../action.ts"
import { type Actor, anonymous } from "../actor.ts"
import { newAuditEvent } from "../audit/new-audit-event.ts"
import { CoreError } from "../error.ts"
import type { ServerId } from "../ids.ts"
import type { Context } from "../ports.ts"
import { onServer, ownServer } from "./own-server.ts"
import { type Host, serverTarget } from "./server.ts"

const renewing = onServer("server.renew-token", "member")

/**
 * Orders a connected server to get a new token. The one that it has works until the new one is first used.
 *
 * @throws CoreError `conflict` for a server that is not connected; `not_found`, `forbidden`
 */
export function renewServerToken(context: Context, actor: Actor, id: ServerId): Promise<void> {
  return perform(context, actor, renewing, ownServer(id), async (stores, { server }, { account }) => {
    if (server.state !== "connected") {
      throw new CoreError("conflict", `${server.name} is not connected`, {
        hint: "a new command for it brings a new token, too",
      })
    }
    const order = context.secrets.id()
    await stores.serverTrust.putOrder(id, order, context.clock.now())
    return { value: undefined, target: serverTarget(server, account.id), after: { order } }
  })
}

/** What a server signs with a host key to get the token of an order: so that whoever has stolen a token gets no other. */
export function tokenProofText(server: ServerId, order: string): string {
  return `latchkey-token 1\nserver ${server}\norder ${order}\n`
}

/** What such a signature is for (PROTOCOL.sshsig). */
export const tokenNamespace = "latchkey-token"

/**
 * A new token for the order that waits. Asked for again, as after an answer that was lost, it gives another one, and the one
 * before is worth nothing.
 *
 * @param proven keys that have signed `tokenProofText`
 * @throws CoreError `conflict` where no such order waits; `forbidden` where no host key of the server has signed
 */
export function issueServerToken(
  context: Context,
  { id }: Host,
  order: string,
  proven: readonly PublicKey[],
): Promise<string> {
  const token = context.secrets.secret()
  return context.database.transaction(async (stores) => {
    const server = await stores.servers.find(id)
    if (server === undefined || (await stores.serverTrust.findOrder(id)) !== order) {
      throw new CoreError("conflict", "no such order for a new token waits", { hint: "wait for the next bundle" })
    }
    const own = new Set(server.hostKeys.map(({ blob }) => fingerprintSha256(blob)))
    if (!proven.some(({ blob }) => own.has(fingerprintSha256(blob)))) {
      throw new CoreError("forbidden", "none of the host keys that were confirmed has signed for a new token", {
        hint: "connect the server again if it has new host keys",
      })
    }
    await stores.serverTrust.offerToken(id, context.secrets.hash(token))
    return token
  })
}

/** The first use of a token that was handed out: from now on the one before is worth nothing. */
export async function takeServerToken(
  context: Pick<Context, "database" | "secrets" | "clock" | "origin">,
  hash: string,
): Promise<void> {
  if ((await context.database.stores.serverTrust.findOffered(hash)) === undefined) return
  await context.database.transaction(async (stores) => {
    const id = await stores.serverTrust.findOffered(hash)
    const server = id && (await stores.servers.find(id))
    if (server === undefined) return
    await stores.serverTrust.takeToken(server.id, hash)
    const facts = { target: serverTarget(server, server.createdBy) }
    await stores.auditEvents.append(newAuditEvent(context, anonymous, "server.take-token", facts))
  })
}
