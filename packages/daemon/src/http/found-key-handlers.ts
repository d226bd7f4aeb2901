import { accountId, decideFoundKey, foundKeyId, listFoundKeys, serverId } from "@latchkey/core"
import type { Handlers } from "./call.ts"
import { renderFoundKey } from "./render/found-key.ts"
import { renderTime } from "./render/time.ts"

export const foundKeyHandlers: Handlers<"listFoundKeys" | "decideFoundKey"> = {
  async listFoundKeys({ context, actor, params }) {
    const { items, reportedAt } = await listFoundKeys(context, actor, serverId(params.id))
    return { items: items.map(renderFoundKey), reportedAt: renderTime(reportedAt) }
  },

  async decideFoundKey({ context, actor, params, body }) {
    const account = body.accountId === undefined ? undefined : accountId(body.accountId)
    const request = { ...body, accountId: account }
    return renderFoundKey(
      await decideFoundKey(context, actor, serverId(params.id), foundKeyId(params.foundId), request),
    )
  },
}
