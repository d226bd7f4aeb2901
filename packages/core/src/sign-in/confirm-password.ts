import { longestPassword, type Person } from "../accounts/account.ts"
import { accountTarget } from "../accounts/new-person.ts"
import { anonymous } from "../actor.ts"
import { recordRefusal } from "../audit/record-refusal.ts"
import { CoreError } from "../error.ts"
import type { Context } from "../ports.ts"
import { countersOf, countTry, forgive } from "./back-off.ts"
import { networkOf } from "./network.ts"

/**
 * Asks a person who is signed in for their password again, with the same back-off as signing in.
 *
 * @throws CoreError `invalid` for the field `currentPassword`, `rate_limited`, `unavailable`
 */
export async function confirmPassword(context: Context, person: Person, password: string): Promise<void> {
  const { handle } = person
  const counters = countersOf(context, handle)
  await context.passwords.inTurn(networkOf(context.origin.address), async () => {
    const found = await context.database.transaction(async (stores) => {
      await countTry(context, stores, counters)
      return stores.accounts.findForSignIn(handle)
    })
    const tooLong = password.length > 2 * longestPassword
    if (tooLong || !(await context.passwords.verify(found?.passwordHash, password))) {
      const reason = "wrong password, asked again"
      await recordRefusal(context, anonymous, "login.sign-in", accountTarget(person), { reason })
      const message = "this is not your password"
      throw new CoreError("invalid", message, { fields: [{ path: "currentPassword", message }] })
    }
  })
  await context.database.transaction((stores) => forgive(stores, counters))
}

/** The hash of a new password, made when its turn comes. @throws CoreError `unavailable` when too many wait */
export function hashPassword(context: Context, password: string): Promise<string> {
  return context.passwords.inTurn(networkOf(context.origin.address), () => context.passwords.hash(password))
}
