import type { SignedIn } from "../actor.ts"
import { isAdmin } from "./account.ts"

/** Whether the actor is an admin whose proof reaches to the accounts of others. */
export function managesAccounts({ account, scopes }: SignedIn): boolean {
  return isAdmin(account) && scopes.includes("accounts:write")
}
