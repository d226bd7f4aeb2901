import { parsePassword } from "../accounts/account.ts"
import { replacePassword } from "../accounts/account-actions.ts"
import { onAnyAccount } from "../accounts/admin-actions.ts"
import { accountTarget } from "../accounts/new-person.ts"
import { byId, perform } from "../action.ts"
import { type Actor, anonymous } from "../actor.ts"
import { newAuditEvent } from "../audit/new-audit-event.ts"
import { CoreError } from "../error.ts"
import type { AccountId } from "../ids.ts"
import type { Context } from "../ports.ts"
import { hashPassword } from "../sign-in/confirm-password.ts"
import type { PasswordReset } from "./link.ts"
import { issueLink, type NewLink, newLinkFacts, requireLinkOf, spendLink } from "./one-time-links.ts"

const offering = onAnyAccount("account.offer-password-reset")

/**
 * A link with which a person chooses a new password, in place of the links made before. It works for a day.
 *
 * @throws CoreError `conflict` for a robot and for a disabled account
 */
export function offerPasswordReset(context: Context, actor: Actor, id: AccountId): Promise<NewLink<PasswordReset>> {
  return perform(
    context,
    actor,
    offering,
    byId(id, (stores) => stores.accounts.find(id)),
    async (stores, account, signedIn) => {
      if (account.kind === "robot") throw new CoreError("conflict", "a robot has no password")
      if (account.disabledAt !== undefined) {
        throw new CoreError("conflict", "this account is disabled", { hint: "enable it first" })
      }
      await stores.links.deletePasswordResets(id)
      const facts = newLinkFacts(context, "password_reset")
      const link = { ...facts, kind: "password_reset", accountId: id, createdBy: signedIn.account.id } as const
      const value = await issueLink(context, stores, link)
      return { value, target: accountTarget(account), after: { link: facts.id, expiresAt: facts.expiresAt } }
    },
  )
}

/**
 * Sets the password of the account that a link is for, and ends all of its login sessions.
 *
 * @throws CoreError `forbidden` for a link that does not work, `invalid`
 */
export async function resetPassword(
  context: Context,
  request: { readonly secret: string; readonly password: string },
): Promise<void> {
  const password = parsePassword(request.password)
  await requireLinkOf(context, context.database.stores, "password_reset", request.secret)
  const passwordHash = await hashPassword(context, password)
  await context.database.transaction(async (stores) => {
    const link = await spendLink(context, stores, "password_reset", request.secret)
    const account = await stores.accounts.find(link.accountId)
    if (account?.kind !== "person") throw new Error("a password reset is for a person")
    const endedLoginSessions = await replacePassword(stores, account, passwordHash)
    const event = { target: accountTarget(account), after: { link: link.id, endedLoginSessions } }
    await stores.auditEvents.append(newAuditEvent(context, anonymous, "account.reset-password", event))
  })
}
