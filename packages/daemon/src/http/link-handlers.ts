import { acceptInvitation, joinProject, lookAtLink, resetPassword, signedInBy } from "@latchkey/core"
import type { Handlers } from "./call.ts"
import { renderWhoAmI } from "./render/account.ts"
import { renderLinkPurpose } from "./render/link.ts"
import { renderProject } from "./render/project.ts"

export const linkHandlers: Handlers<"lookAtLink" | "acceptInvitation" | "resetPassword" | "joinProject"> = {
  async lookAtLink({ context, body }) {
    return renderLinkPurpose(await lookAtLink(context, body.secret))
  },

  async acceptInvitation({ context, body, reply }) {
    const opened = await acceptInvitation(context, body)
    reply.keepLoginSession(opened.secret)
    return renderWhoAmI(signedInBy(opened))
  },

  async resetPassword({ context, body }) {
    await resetPassword(context, body)
  },

  async joinProject({ context, actor, body }) {
    return renderProject(await joinProject(context, actor, body.secret))
  },
}
