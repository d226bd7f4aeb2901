import {
  accountId,
  currentLoginSession,
  disableAccount,
  enableAccount,
  inviteAccount,
  linkId,
  listAccounts,
  listLinks,
  manageAccount,
  offerPasswordReset,
  previewOffboarding,
  requireSignedIn,
  revokeLink,
  showAnyAccount,
} from "@latchkey/core"
import type { Handlers } from "./call.ts"
import { renderAccount, renderListedAccount, renderOffboarding } from "./render/account.ts"
import { renderAdminLink, renderNewLink } from "./render/link.ts"
import { viewOf } from "./render/ssh-key.ts"

type PeopleRoutes =
  | "listAccounts"
  | "showOtherAccount"
  | "manageAccount"
  | "disableAccount"
  | "enableAccount"
  | "previewOffboarding"
  | "offerPasswordReset"
  | "inviteAccount"
  | "listLinks"
  | "revokeLink"

export const peopleHandlers: Handlers<PeopleRoutes> = {
  async listAccounts({ context, actor, query }) {
    const { items, ...rest } = await listAccounts(context, actor, query)
    return { ...rest, items: items.map(renderListedAccount) }
  },

  async showOtherAccount({ context, actor, params }) {
    return renderAccount(await showAnyAccount(context, actor, accountId(params.id)))
  },

  async manageAccount({ context, actor, params, body }) {
    return renderAccount(await manageAccount(context, actor, accountId(params.id), body))
  },

  async disableAccount({ context, actor, params }) {
    return renderAccount(await disableAccount(context, actor, accountId(params.id)))
  },

  async enableAccount({ context, actor, params }) {
    return renderAccount(await enableAccount(context, actor, accountId(params.id)))
  },

  async previewOffboarding({ context, actor, params }) {
    const preview = await previewOffboarding(context, actor, accountId(params.id))
    const view = await viewOf(context, preview.keys.items)
    return renderOffboarding(preview, view, currentLoginSession(requireSignedIn(actor)))
  },

  async offerPasswordReset({ context, actor, params, publicUrl }) {
    return renderNewLink(await offerPasswordReset(context, actor, accountId(params.id)), publicUrl)
  },

  async inviteAccount({ context, actor, body, publicUrl }) {
    return renderNewLink(await inviteAccount(context, actor, body.handle), publicUrl)
  },

  async listLinks({ context, actor }) {
    return { items: (await listLinks(context, actor)).map(renderAdminLink) }
  },

  async revokeLink({ context, actor, params }) {
    await revokeLink(context, actor, linkId(params.id))
  },
}
