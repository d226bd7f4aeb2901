import { anonymous } from "../actor.ts"
import { newAuditEvent } from "../audit/new-audit-event.ts"
import type { SshKeyId } from "../ids.ts"
import { keyTarget } from "../keys/key-event.ts"
import type { Context, Stores } from "../ports.ts"
import type { AcceptedLogin } from "./file-logins.ts"
import type { Host } from "./server.ts"

/**
 * A server reported a login with a key. When that is the new key of a replacement, the place is marked as seen, and the old
 * key goes from it if that was asked for. Only a login that was surely after the replacement's beginning counts: of older
 * ones a server may tell late. What a server says counts for itself alone, and only where the new key stands in the bundle
 * that it goes by: whatever it makes up, it loses one key that could open it.
 *
 * @param stores those of the transaction that keeps the report
 */
export async function removeReplacedAfterLogin(
  context: Pick<Context, "clock" | "secrets" | "origin">,
  stores: Stores,
  server: Host,
  keyId: SshKeyId,
  { loginUser, at, notBefore }: AcceptedLogin,
): Promise<void> {
  const replacement = await stores.replacements.find(keyId)
  if (replacement?.newKeyId !== keyId || notBefore < replacement.startedAt) return
  const isHere = (place: { readonly serverId: string; readonly loginUser: string }) =>
    place.serverId === server.id && place.loginUser === loginUser
  const lines = await stores.hosts.listLinesOf(keyId)
  if (!lines.some((line) => isHere(line) && line.inEffectAt !== undefined)) return
  const { oldKeyId, removeAfterLogin } = replacement
  const known = replacement.places.find(isHere)
  const seenAt = Math.max(known?.seenAt ?? at, at)
  const isRemoved = removeAfterLogin && known?.removedAt === undefined
  const now = context.clock.now()
  await stores.replacements.putPlace(oldKeyId, {
    ...known,
    serverId: server.id,
    loginUser,
    seenAt,
    ...(isRemoved && { removedAt: now }),
  })
  const oldKey = isRemoved ? await stores.sshKeys.find(oldKeyId) : undefined
  if (oldKey === undefined) return
  const facts = { target: keyTarget(oldKey), after: { server: server.id, loginUser, newKey: keyId } }
  await stores.auditEvents.append(newAuditEvent(context, anonymous, "key.remove-replaced", facts))
}
