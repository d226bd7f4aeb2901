import { apiTokenId, createApiToken, deleteApiToken, listApiTokens } from "@latchkey/core"
import type { Handlers } from "./call.ts"
import { renderApiToken, renderNewToken } from "./render/api-token.ts"
import { toInstant } from "./render/time.ts"

export const apiTokenHandlers: Handlers<"listTokens" | "createToken" | "deleteToken"> = {
  async listTokens({ context, actor }) {
    return { items: (await listApiTokens(context, actor)).map(renderApiToken) }
  },

  async createToken({ context, actor, body }) {
    return renderNewToken(await createApiToken(context, actor, { ...body, expiresAt: toInstant(body.expiresAt) }))
  },

  async deleteToken({ context, actor, params }) {
    await deleteApiToken(context, actor, apiTokenId(params.id))
  },
}
