import { longestPassword, type Person } from "../accounts/account.ts"
import type { AccountWithPassword } from "../accounts/account-store.ts"
import { accountTarget } from "../accounts/new-person.ts"
import { anonymous } from "../actor.ts"
import { recordRefusal } from "../audit/record-refusal.ts"
import { CoreError } from "../error.ts"
import type { Context, Stores } from "../ports.ts"
import { countersOf, countTry, forgive } from "./back-off.ts"
import { networkOf } from "./network.ts"

/** Lets a transaction go on only when the password that was confirmed before it is still the account's. */
export type Confirmation = (stores: Stores) => Promise<void>

/**
 * Asks a person who is signed in for their password again, with the same back-off as signing in.
 *
 * @returns what to call in the transaction that needs it; it throws `invalid` too
 * @throws CoreError `invalid` for the field `currentPassword`, `rate_limited`, `unavailable`
 */
export async function confirmPassword(context: Context, person: Person, password: string): Promise<Confirmation> {
  const { handle } = person
  const counters = countersOf(context, handle)
  const proven = await context.passwords.inTurn(networkOf(context.origin.address), async () => {
    const found = await context.database.transaction(async (stores) => {
      await countTry(context, stores, counters)
      return stores.accounts.findForSignIn(handle)
    })
    const tooLong = password.length > 2 * longestPassword
    const matches = !tooLong && (await context.passwords.verify(found?.passwordHash, password))
    if (matches && found !== undefined) return found
    const reason = "wrong password, asked again"
    await recordRefusal(context, anonymous, "login.sign-in", accountTarget(person), { reason })
    throw notYours()
  })
  await context.database.transaction((stores) => forgive(stores, counters))
  return async (stores) => {
    if ((await findByPassword(stores, proven)) === undefined) throw notYours()
  }
}

/**
 * The account as it is now, when its password is still the one that was proven: hashing waits for its turn, and
 * another password may have been set meanwhile.
 */
export async function findByPassword(
  stores: Stores,
  { account, passwordHash }: AccountWithPassword,
): Promise<Person | undefined> {
  const found = await stores.accounts.findForSignIn(account.handle)
  return found?.account.kind === "person" && found.passwordHash === passwordHash ? found.account : undefined
}

function notYours(): CoreError {
  const message = "this is not your password"
  return new CoreError("invalid", message, { fields: [{ path: "currentPassword", message }] })
}

/** The hash of a new password, made when its turn comes. @throws CoreError `unavailable` when too many wait */
export function hashPassword(context: Context, password: string): Promise<string> {
  return context.passwords.inTurn(networkOf(context.origin.address), () => context.passwords.hash(password))
}
