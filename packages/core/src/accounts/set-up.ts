import { newAuditEvent } from "../audit/new-audit-event.ts"
import { CoreError } from "../error.ts"
import type { Context } from "../ports.ts"
import { type NewLoginSession, signedInBy } from "../sign-in/login-session.ts"
import { openLoginSession } from "../sign-in/open-login-session.ts"
import { parsePassword } from "./account.ts"
import { accountTarget, newPerson, type PersonFacts, storePerson } from "./new-person.ts"

export interface FirstAccount extends PersonFacts {
  readonly password: string
}

export interface SetUpRequest extends FirstAccount {
  /** From the set-up link that the daemon printed. */
  readonly token: string
}

/** Whether the first account is still to be made. */
export async function needsSetUp(context: Context): Promise<boolean> {
  return !(await context.database.stores.accounts.isSetUp())
}

/**
 * Makes the first account, an admin, and signs it in. Works once in the life of an installation, whoever races.
 *
 * @throws CoreError `forbidden` for a wrong token, `conflict` when an account exists, `invalid`
 */
export async function setUp(context: Context, request: SetUpRequest): Promise<NewLoginSession> {
  if (!(await needsSetUp(context))) throw alreadySetUp()
  if (!context.setupToken.matches(request.token)) {
    throw new CoreError("forbidden", "that set-up link is not valid", {
      hint: "each start prints a new link: look for the newest one where Latchkey runs",
    })
  }
  return createFirstAccount(context, request)
}

/**
 * The same without a token, for LATCHKEY_ADMIN_HANDLE: whoever sets the daemon's environment may.
 *
 * @throws CoreError `conflict` when an account exists, `invalid`
 */
export async function createFirstAccount(context: Context, request: FirstAccount): Promise<NewLoginSession> {
  const passwordHash = await context.passwords.hash(parsePassword(request.password))
  const account = newPerson(context, request, "admin")
  return context.database.transaction(async (stores) => {
    if (!(await stores.accounts.claimSetUp(account.createdAt))) throw alreadySetUp()
    if (!(await storePerson(context, stores, account, passwordHash))) throw alreadySetUp()
    const opened = await openLoginSession(context, stores, account)
    const target = accountTarget(account)
    await stores.auditEvents.append(newAuditEvent(context, signedInBy(opened), "installation.set-up", { target }))
    return opened
  })
}

function alreadySetUp(): CoreError {
  return new CoreError("conflict", "this Latchkey is already set up", { hint: "sign in instead" })
}
