import { accountTarget } from "../accounts/new-person.ts"
import type { Actor, SignedIn } from "../actor.ts"
import { CoreError } from "../error.ts"
import type { Context, Stores } from "../ports.ts"
import { type ActionName, type AuditDetail, type AuditTarget, targetKindOf } from "./audit-event.ts"
import { installationTarget } from "./installation-target.ts"
import { newAuditEvent } from "./new-audit-event.ts"

/** What a refusal is about: given, or found when it has to be looked up. */
type About = AuditTarget | ((stores: Stores) => Promise<AuditTarget>)

/**
 * Writes down that something was refused, within bounds. Not inside of a transaction, which a refusal ends. It never
 * throws: whoever was refused is to hear of that and of nothing else; what cannot be written now is told later.
 */
export async function recordRefusal(
  context: Context,
  actor: Actor,
  action: ActionName,
  about: About = installationTarget,
  after?: AuditDetail,
): Promise<void> {
  const { database, eventBounds } = context
  try {
    const target = typeof about === "function" ? await about(database.stores) : about
    const facts = { target, outcome: "refused", ...(after !== undefined && { after }) } as const
    const event = newAuditEvent(context, actor, action, facts)
    if (!eventBounds.admit(event)) return
    await database.transaction((stores) => stores.auditEvents.append(event)).catch(() => eventBounds.count(event))
  } catch {
    // The database is away: not even what it is about can be said.
  }
}

/**
 * The same for an action that whoever is signed in was not allowed. Of a thing that the actor may not know of only the id
 * is kept, whether it exists or not.
 *
 * @param soughtId the id that was tried, if there was one
 */
export async function recordDenial(
  context: Context,
  actor: SignedIn,
  action: ActionName,
  soughtId: string | undefined,
  error: CoreError,
): Promise<void> {
  recorded.add(error)
  const { code, message } = error
  const own = accountTarget(actor.account)
  const target = soughtId === undefined ? own : { ...own, kind: targetKindOf(action), id: soughtId, name: "" }
  await recordRefusal(context, actor, action, target, { code, reason: message.slice(0, longestReason) })
}

/** Characters: names can be part of a message. */
const longestReason = 200

const recorded = new WeakSet<CoreError>()

/**
 * Writes down what a door refused before an action was asked for, or on behalf of nobody: a request from another site, a
 * link that does not work. What an action refused is written down already.
 *
 * @param operation how the door calls what was asked for; nothing that the caller wrote
 */
export async function recordRefusedRequest(
  context: Context,
  actor: Actor,
  operation: string,
  error: unknown,
): Promise<void> {
  if (!(error instanceof CoreError) || error.code !== "forbidden" || recorded.has(error)) return
  const about = actor.kind === "account" ? accountTarget(actor.account) : installationTarget
  await recordRefusal(context, actor, "request.send", about, { operation, reason: error.message })
}

/** Whether an error says that the actor may not do something, or may not know of it. */
export function isDenial(error: unknown): error is CoreError {
  return error instanceof CoreError && denials.has(error.code)
}

const denials: ReadonlySet<string> = new Set(["forbidden", "not_found", "unauthenticated"] as const)

/** Writes the events that tell of those that were only counted, as far as their time is over. */
export async function writeCountedEvents({ database, clock, eventBounds }: Context, isEnd = false): Promise<void> {
  const events = eventBounds.take(isEnd ? "the end" : clock.now())
  if (events.length === 0) return
  try {
    await database.transaction(async ({ auditEvents }) => {
      for (const event of events) await auditEvents.append(event)
    })
  } catch (error) {
    for (const event of events) eventBounds.count(event)
    throw error
  }
}
