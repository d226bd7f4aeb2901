import { apiTokenId, createApiToken, deleteApiToken, listApiTokens } from "@latchkey/core"
import type { Handlers } from "./call.ts"
import { renderApiToken, renderNewToken } from "./render/api-token.ts"
import { toInstant } from "./render/time.ts"
import { toAccountId } from "./whose.ts"

export const apiTokenHandlers: Handlers<"listTokens" | "createToken" | "deleteToken"> = {
  async listTokens({ context, actor, query: { account } }) {
    return { items: (await listApiTokens(context, actor, toAccountId(account))).map(renderApiToken) }
  },

  async createToken({ context, actor, body: { account, ...body } }) {
    const request = { ...body, expiresAt: toInstant(body.expiresAt) }
    return renderNewToken(await createApiToken(context, actor, request, toAccountId(account)))
  },

  async deleteToken({ context, actor, params }) {
    await deleteApiToken(context, actor, apiTokenId(params.id))
  },
}
