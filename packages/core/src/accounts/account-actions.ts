import { consult, onOwn, perform } from "../action.ts"
import type { Actor } from "../actor.ts"
import { CoreError } from "../error.ts"
import { parseName } from "../name.ts"
import type { Context } from "../ports.ts"
import type { Account, Language } from "./account.ts"

/** What the owner may change of an account; what is absent stays. */
export interface AccountChange {
  readonly displayName?: string | undefined
  readonly language?: Language | undefined
  readonly publishesKeys?: boolean | undefined
}

const showing = onOwn<Account>("account.show", "account", "any")

const updating = onOwn<Account>("account.update", "account", "account:write")

/** The account that the actor proved to be, as it is now. */
export function showOwnAccount(context: Context, actor: Actor): Promise<Account> {
  return consult(context, actor, showing, (stores, { account }) => stores.accounts.find(account.id))
}

/** @throws CoreError `invalid` for a display name that is too long or has control characters */
export function updateOwnAccount(context: Context, actor: Actor, change: AccountChange): Promise<Account> {
  return perform(
    context,
    actor,
    updating,
    (stores, { account }) => stores.accounts.find(account.id),
    async (stores, account) => {
      const value: Account = {
        ...account,
        ...(change.displayName !== undefined && { displayName: parseName(change.displayName, "displayName") }),
        ...(change.language !== undefined && { language: change.language }),
        ...(change.publishesKeys !== undefined && { publishesKeys: change.publishesKeys }),
      }
      if (!(await stores.accounts.update(value))) throw new CoreError("conflict", "this e-mail address is taken")
      return {
        value,
        target: { kind: "account", id: account.id, name: account.handle, accountId: account.id },
        before: detail(account),
        after: detail(value),
      }
    },
  )
}

function detail({ displayName, language, publishesKeys }: Account) {
  return { displayName, language, publishesKeys }
}
