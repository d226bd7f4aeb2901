import { endLogins, listKeyLogins, listServerLogins, serverId, sshKeyId } from "@latchkey/core"
import type { Handlers } from "./call.ts"
import { renderKeyLogin, renderLoginReport } from "./render/login-report.ts"

type LoginReportRoutes = "listServerLogins" | "listKeyLogins" | "endLogins"

export const loginReportHandlers: Handlers<LoginReportRoutes> = {
  async listServerLogins({ context, actor, params, query }) {
    const { items, ...page } = await listServerLogins(context, actor, serverId(params.id), query)
    return { ...page, items: items.map(renderLoginReport) }
  },

  async listKeyLogins({ context, actor, params, query }) {
    const { items, ...page } = await listKeyLogins(context, actor, sshKeyId(params.id), query)
    return { ...page, items: items.map(renderKeyLogin) }
  },

  async endLogins({ context, actor, params, body: { loginIds, fingerprint = "" } }) {
    const which = loginIds === undefined ? { fingerprint } : { ids: loginIds }
    return { ending: await endLogins(context, actor, serverId(params.id), which) }
  },
}
