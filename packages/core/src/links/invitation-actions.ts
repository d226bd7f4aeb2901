import { isAdmin, type Language, parseEmail, parseHandle, parsePassword } from "../accounts/account.ts"
import { accountTarget, emailTaken, newPerson, requireFreeHandle, storePerson } from "../accounts/new-person.ts"
import { type Action, perform } from "../action.ts"
import type { Actor } from "../actor.ts"
import { newAuditEvent } from "../audit/new-audit-event.ts"
import { parseName } from "../name.ts"
import type { Context } from "../ports.ts"
import { hashPassword } from "../sign-in/confirm-password.ts"
import { type NewLoginSession, signedInBy } from "../sign-in/login-session.ts"
import { openLoginSession } from "../sign-in/open-login-session.ts"
import type { Invitation } from "./link.ts"
import { issueLink, type NewLink, newLinkFacts, requireLinkOf, spendLink } from "./one-time-links.ts"

/** What somebody who was invited says of themselves; the handle is the invitation's. */
export interface Acceptance {
  readonly secret: string
  readonly email: string
  readonly displayName: string
  readonly password: string
  readonly language?: Language | undefined
}

const inviting: Action<true> = {
  name: "account.invite",
  noun: "invitation",
  scope: "accounts:write",
  permits: ({ account }) => (isAdmin(account) ? "allowed" : "forbidden"),
}

/**
 * A link with which somebody makes the account with this handle. It works for 7 days, and the handle is kept as long.
 *
 * @throws CoreError `conflict` when the handle is taken, `invalid`
 */
export function inviteAccount(context: Context, actor: Actor, text: string): Promise<NewLink<Invitation>> {
  return perform(
    context,
    actor,
    inviting,
    async () => true,
    async (stores, _, { account }) => {
      const handle = parseHandle(text)
      await requireFreeHandle(context, stores, handle)
      const facts = newLinkFacts(context, "invitation")
      const value = await issueLink(context, stores, { ...facts, kind: "invitation", handle, createdBy: account.id })
      return {
        value,
        target: { kind: "link", id: facts.id, name: handle, accountId: account.id },
        after: { handle, expiresAt: facts.expiresAt },
      }
    },
  )
}

/**
 * Makes the account and its personal project, and signs it in.
 *
 * @throws CoreError `forbidden` for a link that does not work, `conflict` when the e-mail address is taken (the link works
 *   on), `invalid`
 */
export async function acceptInvitation(context: Context, request: Acceptance): Promise<NewLoginSession> {
  const facts = {
    email: parseEmail(request.email),
    displayName: parseName(request.displayName, "displayName"),
    language: request.language,
  }
  const password = parsePassword(request.password)
  // Nobody without a link makes us hash.
  await requireLinkOf(context, context.database.stores, "invitation", request.secret)
  const passwordHash = await hashPassword(context, password)
  return context.database.transaction(async (stores) => {
    const { handle, createdBy } = await spendLink(context, stores, "invitation", request.secret)
    const person = newPerson(context, { ...facts, handle }, "member")
    if (!(await storePerson(context, stores, person, passwordHash))) throw emailTaken()
    const opened = await openLoginSession(context, stores, person)
    const event = { target: accountTarget(person), after: { handle, email: person.email, invitedBy: createdBy } }
    await stores.auditEvents.append(newAuditEvent(context, signedInBy(opened), "account.join", event))
    return opened
  })
}
