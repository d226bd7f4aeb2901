import { holderOf } from "../accounts/holder.ts"
import { type Action, byId, consult, type Find, perform } from "../action.ts"
import type { Actor, SignedIn } from "../actor.ts"
import { CoreError } from "../error.ts"
import type { ServerId, SshKeyId } from "../ids.ts"
import { type HeldKey, heldKey, onKey } from "../keys/held-key.ts"
import { deletedKey, keyTarget } from "../keys/key-event.ts"
import { keyOpens, type SshKey } from "../keys/ssh-key.ts"
import type { Context, Stores } from "../ports.ts"
import type { Instant } from "../time.ts"
import { handOver } from "./end-replacement.ts"
import { type Opening, openingsOf } from "./opening.ts"
import type { KeyReplacement } from "./replacement.ts"
import { type ReplacementView, viewOf } from "./replacement-view.ts"

/** What is asked for when a key is to be replaced. */
export interface ReplacementRequest {
  readonly newKeyId: SshKeyId
  readonly removeAfterLogin: boolean
}

/** A replacement, by its old key, and both of its keys. */
interface HeldReplacement extends HeldKey {
  readonly newKey: SshKey
  readonly replacement: KeyReplacement
}

const starting = onKey("key.replace", "keys:write")
const showing = onKey("key.show-replacement", "servers:read")
const removing = onReplacement("key.remove-replaced")
const finishing = onReplacement("key.finish-replacement")
const backingOut = onReplacement("key.back-out-replacement")

function onReplacement(name: Action<HeldReplacement>["name"]): Action<HeldReplacement> {
  return { ...onKey(name, "keys:write"), noun: "replacement" }
}

/**
 * Lets another key of the same account open whatever accesses to this one open. Nothing closes by it.
 *
 * @throws CoreError `not_found`, also for a new key that is another account's; `conflict` when it opens nothing, or one of
 *   the keys takes part in a replacement already; `invalid`, `forbidden`
 */
export async function startReplacement(
  context: Context,
  actor: Actor,
  id: SshKeyId,
  { newKeyId, removeAfterLogin }: ReplacementRequest,
): Promise<ReplacementView> {
  return perform(context, actor, starting, heldKey(id), async (stores, { key }, signedIn) => {
    requireSight(signedIn)
    const newKey = await stores.sshKeys.find(newKeyId)
    if (newKey?.accountId !== key.accountId) throw noSuchNewKey()
    if (newKey.fingerprint === key.fingerprint) {
      throw new CoreError("invalid", "a key cannot replace itself", { hint: "name another key of the same account" })
    }
    const now = context.clock.now()
    requireOpening(newKey, now)
    for (const one of [key, newKey]) {
      if ((await stores.replacements.find(one.id)) !== undefined) throw replacedAlready(one)
    }
    const { accountId } = key
    const replacement = { oldKeyId: key.id, newKeyId, accountId, removeAfterLogin, startedAt: now }
    if (!(await stores.replacements.insert(replacement))) throw replacedAlready(key)
    const value = await viewOf(stores, { ...replacement, places: [] }, key, newKey, now)
    return { value, target: keyTarget(key), after: { ...newKeyDetail(newKey), removeAfterLogin } }
  })
}

/** By its old key or by its new one; nothing for a key that takes part in none. @throws CoreError `not_found` */
export async function showReplacement(
  context: Context,
  actor: Actor,
  id: SshKeyId,
): Promise<ReplacementView | undefined> {
  await consult(context, actor, showing, heldKey(id))
  const { stores } = context.database
  const replacement = await stores.replacements.find(id)
  const oldKey = replacement && (await stores.sshKeys.find(replacement.oldKeyId))
  const newKey = replacement && (await stores.sshKeys.find(replacement.newKeyId))
  return replacement && oldKey && newKey && viewOf(stores, replacement, oldKey, newKey, context.clock.now())
}

/**
 * The old key opens this login user no more, whatever lets it in.
 *
 * @throws CoreError `conflict` where the new key does not open it; `not_found`, `forbidden`
 */
export async function removeReplaced(
  context: Context,
  actor: Actor,
  id: SshKeyId,
  place: { readonly serverId: ServerId; readonly loginUser: string },
): Promise<ReplacementView> {
  return perform(context, actor, removing, heldReplacement(id), async (stores, held, signedIn) => {
    requireSight(signedIn)
    const { replacement, key, newKey } = held
    const now = context.clock.now()
    const openings = openingsOf(await stores.accesses.openingFacts([place.serverId]), now)
    const isOfNew = (opening: Opening) => opening.key.fingerprint === newKey.fingerprint
    if (!openings.some((opening) => isOfNew(opening) && opening.loginUser === place.loginUser)) {
      throw new CoreError("conflict", `the new key "${newKey.name}" does not open this login user`, {
        hint: "see what it opens first, and whether it was disabled or has expired",
      })
    }
    const known = replacement.places.find((one) => one.serverId === place.serverId && one.loginUser === place.loginUser)
    const removed = { ...known, ...place, removedAt: known?.removedAt ?? now }
    await stores.replacements.putPlace(key.id, removed)
    const places = [...replacement.places.filter((one) => one !== known), removed]
    const value = await viewOf(stores, { ...replacement, places }, key, newKey, now)
    const after = { server: place.serverId, loginUser: place.loginUser, ...newKeyDetail(newKey) }
    return { value, target: keyTarget(key), after }
  })
}

/**
 * Deletes the old key. Accesses to it are accesses to the new one, which is a default key if the old one was.
 *
 * @throws CoreError `conflict` when the new key opens nothing, and when the old one has another name; `not_found`,
 *   `forbidden`
 */
export function finishReplacement(context: Context, actor: Actor, id: SshKeyId): Promise<void> {
  return perform(context, actor, finishing, heldReplacement(id), async (stores, { key, newKey }) => {
    requireOpening(newKey, context.clock.now())
    await requireOnlyName(stores, key)
    await handOver(stores, key)
    await stores.sshKeys.delete(key.id)
    return { value: undefined, ...deletedKey(key), after: newKeyDetail(newKey) }
  })
}

/** Everything is as it was: the old key opens what it was removed from, the new one what it opens without the other. */
export function backOutReplacement(context: Context, actor: Actor, id: SshKeyId): Promise<void> {
  return perform(context, actor, backingOut, heldReplacement(id), async (stores, { key, newKey }) => {
    await stores.replacements.delete(key.id)
    return { value: undefined, target: keyTarget(key), before: newKeyDetail(newKey) }
  })
}

function heldReplacement(id: SshKeyId): Find<HeldReplacement> {
  return byId(id, async (stores: Stores, actor) => {
    const replacement = await stores.replacements.find(id)
    const key = replacement && (await stores.sshKeys.find(replacement.oldKeyId))
    const newKey = replacement && (await stores.sshKeys.find(replacement.newKeyId))
    const holder = key && (await holderOf(stores, actor, key.accountId))
    return replacement && key && newKey && holder && { replacement, key, newKey, holder }
  })
}

function newKeyDetail({ id, name, fingerprint }: SshKey) {
  return { newKey: id, newKeyName: name, newKeyFingerprint: fingerprint }
}

/** What comes back names servers. @throws CoreError `forbidden` */
function requireSight({ scopes }: SignedIn): void {
  if (scopes.includes("servers:read")) return
  throw new CoreError("forbidden", "this API token lacks the scope servers:read", {
    hint: "a replacement tells of servers: create a token that has both scopes",
  })
}

/** @throws CoreError `conflict` */
function requireOpening(newKey: SshKey, now: Instant): void {
  if (keyOpens(newKey, now)) return
  throw new CoreError("conflict", `the new key "${newKey.name}" opens nothing`, {
    hint: "it is disabled, expired or stopped by the key policy: replace the old key by one that opens",
  })
}

/** @throws CoreError `conflict` when the key would go on opening under another name */
async function requireOnlyName({ sshKeys }: Pick<Stores, "sshKeys">, { id, fingerprint }: SshKey): Promise<void> {
  const other = (await sshKeys.findByFingerprint(fingerprint)).find((name) => name.id !== id)
  if (other === undefined) return
  throw new CoreError(
    "conflict",
    `the old key is here under another name too, "${other.name}", and would go on opening`,
    {
      hint: "delete that name first",
    },
  )
}

function noSuchNewKey(): CoreError {
  return new CoreError("not_found", "there is no such new key", {
    hint: "a key is replaced by another one of the same account: add that first",
  })
}

function replacedAlready({ name }: SshKey): CoreError {
  return new CoreError("conflict", `the key "${name}" takes part in a replacement already`, {
    hint: "finish that one, or back out of it",
  })
}
