import { type Action, consult, onOwn, perform } from "../action.ts"
import type { Actor } from "../actor.ts"
import { parseName } from "../name.ts"
import type { Context, Stores } from "../ports.ts"
import { confirmPassword, hashPassword } from "../sign-in/confirm-password.ts"
import { currentLoginSession } from "../sign-in/login-session-actions.ts"
import type { Account, Language, Person, Theme } from "./account.ts"
import { parseEmail, parsePassword } from "./account.ts"
import { accountTarget, emailTaken } from "./new-person.ts"

/** What a person may change of their account without more ado; what is absent stays. */
export interface AccountChange {
  readonly displayName?: string | undefined
  readonly language?: Language | undefined
  readonly theme?: Theme | undefined
  readonly publishesKeys?: boolean | undefined
}

const showing = onOwn<Account>("account.show", "account", "any")

/** Robots have none: they are changed by those whose project they belong to. */
const onOwnProfile = (name: Action<Person>["name"]) => onOwn<Person>(name, "profile of a person", "account:write")
const updating = onOwnProfile("account.update")
const changingEmail = onOwnProfile("account.change-email")
const changingPassword = onOwnProfile("account.change-password")

/** The account that the actor proved to be, as it is now. */
export function showOwnAccount(context: Context, actor: Actor): Promise<Account> {
  return consult(context, actor, showing, (stores, { account }) => stores.accounts.find(account.id))
}

/** @throws CoreError `invalid` for a display name that is too long or has control characters */
export function updateOwnAccount(context: Context, actor: Actor, change: AccountChange): Promise<Person> {
  return perform(context, actor, updating, ownProfile, async (stores, account) => {
    const value: Person = {
      ...account,
      ...(change.displayName !== undefined && { displayName: parseName(change.displayName, "displayName") }),
      ...(change.language !== undefined && { language: change.language }),
      ...(change.theme !== undefined && { theme: change.theme }),
      ...(change.publishesKeys !== undefined && { publishesKeys: change.publishesKeys }),
      revision: account.revision + 1,
    }
    await stores.accounts.update(value)
    return { value, target: accountTarget(account), before: detail(account), after: detail(value) }
  })
}

/** @throws CoreError `invalid` for a wrong password and for what is no address, `conflict` when it is taken, `rate_limited` */
export async function changeEmail(
  context: Context,
  actor: Actor,
  request: { readonly email: string; readonly currentPassword: string },
): Promise<Person> {
  const email = parseEmail(request.email)
  const person = await consult(context, actor, changingEmail, ownProfile)
  const requireConfirmed = await confirmPassword(context, person, request.currentPassword)
  return perform(context, actor, changingEmail, ownProfile, async (stores, account) => {
    await requireConfirmed(stores)
    const value: Person = { ...account, email, revision: account.revision + 1 }
    if (!(await stores.accounts.update(value))) throw emailTaken()
    return { value, target: accountTarget(account), before: { email: account.email }, after: { email } }
  })
}

/**
 * Signs out everywhere but in the actor's own browser, auth tokens too, and takes back links that would set yet another
 * password. API tokens stay.
 *
 * @throws CoreError `invalid`, `rate_limited`
 */
export async function changePassword(
  context: Context,
  actor: Actor,
  request: { readonly password: string; readonly currentPassword: string },
): Promise<void> {
  const password = parsePassword(request.password)
  const person = await consult(context, actor, changingPassword, ownProfile)
  const requireConfirmed = await confirmPassword(context, person, request.currentPassword)
  const passwordHash = await hashPassword(context, password)
  return perform(context, actor, changingPassword, ownProfile, async (stores, account, signedIn) => {
    await requireConfirmed(stores)
    const ended = await replacePassword(stores, account, passwordHash, currentLoginSession(signedIn))
    return { value: undefined, target: accountTarget(account), after: { endedLoginSessions: ended } }
  })
}

/** A new password ends what was opened with the old one, and auth tokens whatever they were got with. Gives how many login sessions ended. */
export async function replacePassword(
  stores: Stores,
  { id }: Person,
  passwordHash: string,
  keep?: Parameters<Stores["loginSessions"]["deleteByAccount"]>[1],
): Promise<number> {
  await stores.accounts.setPassword(id, passwordHash)
  await stores.links.deletePasswordResets(id)
  await stores.authTokens.deleteByAccount(id)
  return stores.loginSessions.deleteByAccount(id, keep)
}

async function ownProfile(stores: Stores, { account }: { readonly account: Account }): Promise<Person | undefined> {
  const found = await stores.accounts.find(account.id)
  return found?.kind === "person" ? found : undefined
}

function detail({ displayName, language, theme, publishesKeys }: Person) {
  return { displayName, language, theme, publishesKeys }
}
