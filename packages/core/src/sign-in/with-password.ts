import { type Account, longestPassword, type Person } from "../accounts/account.ts"
import { accountTarget } from "../accounts/new-person.ts"
import { anonymous, type SignedIn } from "../actor.ts"
import { newAuditEvent } from "../audit/new-audit-event.ts"
import { recordRefusal } from "../audit/record-refusal.ts"
import { CoreError } from "../error.ts"
import type { Context, Stores } from "../ports.ts"
import { countersOf, countTry, forgive } from "./back-off.ts"
import { findByPassword } from "./confirm-password.ts"
import { networkOf } from "./network.ts"

export interface Credentials {
  /** A handle or an e-mail address. */
  readonly identifier: string
  readonly password: string
}

/**
 * The one way to prove oneself by a password: waits for its turn, counts the try, and does `work` for the person in one
 * transaction. Work that throws counts as a failed try.
 *
 * @throws CoreError `unauthenticated` (the same for an unknown name, a wrong password, a robot and a disabled account),
 *   `rate_limited`, `unavailable`
 */
export async function withPassword<T>(
  context: Context,
  credentials: Credentials,
  work: (stores: Stores, account: Person) => Promise<T>,
): Promise<T> {
  const identifier = credentials.identifier.trim().toLowerCase()
  const counters = countersOf(context, identifier)
  // All of it waits for its turn: a try that gets none costs no write, and does not count as failed.
  const proven = await context.passwords.inTurn(networkOf(context.origin.address), async () => {
    const found = await context.database
      .transaction(async (stores) => {
        await countTry(context, stores, counters)
        return stores.accounts.findForSignIn(identifier)
      })
      .catch(async (error) => {
        if (error instanceof CoreError && error.code === "rate_limited") await recordThrottled(context, identifier)
        throw error
      })
    const tooLong = credentials.password.length > 2 * longestPassword
    const matches = !tooLong && (await context.passwords.verify(found?.passwordHash, credentials.password))
    if (matches && found !== undefined) return found
    await recordRefusedSignIn(context, found?.account, "wrong password")
    throw wrong()
  })
  return context.database.transaction(async (stores) => {
    const account = await findByPassword(stores, proven)
    if (account === undefined || account.disabledAt !== undefined) throw wrong()
    await forgive(stores, counters)
    return work(stores, account)
  })
}

/** The event of a sign-in, in the transaction of `withPassword`. */
export function recordSignIn(context: Context, stores: Stores, actor: SignedIn): Promise<void> {
  const facts = { target: accountTarget(actor.account) }
  return stores.auditEvents.append(newAuditEvent(context, actor, "login.sign-in", facts))
}

/** Of names that no account has, not even they are kept: what is typed as a name may be a password. */
function recordRefusedSignIn(context: Context, account: Account | undefined, why: RefusedSignIn): Promise<void> {
  if (account === undefined)
    return recordRefusal(context, anonymous, "login.sign-in", undefined, { reason: "unknown name" })
  const reason = account.disabledAt === undefined ? why : "disabled account"
  return recordRefusal(context, anonymous, "login.sign-in", accountTarget(account), { reason })
}

type RefusedSignIn = "wrong password" | "too many tries"

async function recordThrottled(context: Context, identifier: string): Promise<void> {
  const found = await context.database.stores.accounts.findForSignIn(identifier)
  await recordRefusedSignIn(context, found?.account, "too many tries")
}

function wrong(): CoreError {
  return new CoreError("unauthenticated", "the name or the password is wrong", {
    hint: "sign in with your handle or your e-mail address",
  })
}
