import { type Actor, requireSignedIn, type SignedIn } from "./actor.ts"
import type { ActionName, AuditDetail, AuditTarget } from "./audit/audit-event.ts"
import { newAuditEvent } from "./audit/new-audit-event.ts"
import { isDenial, recordDenial } from "./audit/record-refusal.ts"
import { CoreError } from "./error.ts"
import type { Context, Stores } from "./ports.ts"
import { findSignedIn } from "./sign-in/find-signed-in.ts"
import type { TokenScope } from "./tokens/api-token.ts"

/** `hidden`: the actor may not even know that the resource exists, so the answer is `not_found`. */
export type Permission = "allowed" | "forbidden" | "hidden"

/** A thing that can be asked for: its name in the audit, the scope a token needs, and who may do it to what. */
export interface Action<Resource> {
  readonly name: ActionName
  /** How the resource is called in `not_found`: "there is no such SSH key". */
  readonly noun: string
  /** The scope that an API token must have; "any" where every token will do. */
  readonly scope: TokenScope | "any"
  permits(actor: SignedIn, resource: Resource): Permission
}

/** An action for everyone who has the scope, because nothing but the actor's own is looked for or made. */
export function onOwn<Resource>(name: ActionName, noun: string, scope: Action<Resource>["scope"]): Action<Resource> {
  return { name, noun, scope, permits: () => "allowed" }
}

/** What an action's work gives back: the value for the door, and what the audit keeps of it. */
export interface Outcome<T> {
  readonly value: T
  readonly target: AuditTarget
  readonly before?: AuditDetail
  readonly after?: AuditDetail
}

/** Finds what an action is about, inside the action's own transaction; `undefined` when there is none. */
export interface Find<Resource> {
  (stores: Stores, actor: SignedIn): Promise<Resource | undefined>
  /** The id by which it is looked for: the audit keeps it when the answer is no. */
  readonly soughtId?: string
}

/** Finds by an id that the request gave. */
export function byId<Resource>(id: string, find: Find<Resource>): Find<Resource> {
  return Object.assign((stores: Stores, actor: SignedIn) => find(stores, actor), { soughtId: id })
}

/**
 * The one way for whoever is signed in to change anything: authorise, do the work, write the audit event, in one
 * transaction. Work that throws leaves nothing behind, not even the event; a refusal is an event of its own. Apart from it stand set-up, signing in and
 * signing out, where being signed in is what changes (they write their own events), and what is not an action of
 * anyone: last uses, back-off counters, clean-up.
 *
 * @throws CoreError `unauthenticated`, `forbidden`, `not_found`, and what `work` throws
 */
export async function perform<Resource, T>(
  context: Context,
  actor: Actor,
  action: Action<Resource>,
  find: Find<Resource>,
  work: (stores: Stores, resource: Resource, account: SignedIn) => Promise<Outcome<T>>,
): Promise<T> {
  return recordingDenial(context, actor, action, find, () =>
    context.database.transaction(async (stores) => {
      const signedIn = await stillSignedIn(context, stores, actor)
      const resource = await authorise(stores, signedIn, action, find)
      const outcome = await work(stores, resource, signedIn)
      await stores.auditEvents.append(newAuditEvent(context, signedIn, action.name, outcome))
      return outcome.value
    }),
  )
}

/**
 * The one way to read: the same authorisation as `perform`, no transaction, and no audit event but of a refusal.
 *
 * @throws CoreError `unauthenticated`, `forbidden`, `not_found`
 */
export async function consult<Resource>(
  context: Context,
  actor: Actor,
  action: Action<Resource>,
  find: Find<Resource>,
): Promise<Resource> {
  return recordingDenial(context, actor, action, find, async () =>
    authorise(context.database.stores, requireSignedIn(actor), action, find),
  )
}

async function recordingDenial<Resource, T>(
  context: Context,
  actor: Actor,
  action: Action<Resource>,
  { soughtId }: Find<Resource>,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (actor.kind === "account" && isDenial(error)) await recordDenial(context, actor, action.name, soughtId, error)
    throw error
  }
}

async function authorise<Resource>(
  stores: Stores,
  actor: SignedIn,
  action: Action<Resource>,
  find: Find<Resource>,
): Promise<Resource> {
  if (action.scope !== "any" && !actor.scopes.includes(action.scope)) {
    throw new CoreError("forbidden", `this API token lacks the scope ${action.scope}`, {
      hint: "create a token that has it",
    })
  }
  const resource = await find(stores, actor)
  const permission = resource === undefined ? "hidden" : action.permits(actor, resource)
  if (resource === undefined || permission === "hidden") {
    throw new CoreError("not_found", `there is no such ${action.noun}`, {
      hint: "it may have been deleted, or it belongs to someone else",
    })
  }
  if (permission === "forbidden") throw forbiddenTo(action.noun)
  return resource
}

/** The answer to who may know of a thing, or is not to learn whether there is one. */
export function forbiddenTo(noun: string): CoreError {
  return new CoreError("forbidden", `you may not do this to this ${noun}`, {
    hint: "ask whoever owns it, or an administrator",
  })
}

/**
 * The account may have been disabled, or the proof have ended, since the door looked: reads both again where it counts.
 *
 * @throws CoreError `unauthenticated`
 */
export async function stillSignedIn(context: Context, stores: Stores, actor: Actor): Promise<SignedIn> {
  const before = requireSignedIn(actor)
  const signedIn = await findSignedIn(stores, before.account.id, before.by, context.clock.now())
  if (signedIn === undefined) throw new CoreError("unauthenticated", "you were signed out", { hint: "sign in again" })
  return requireSignedIn({ ...before, account: signedIn.account })
}
