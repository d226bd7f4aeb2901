import type { ClosingsRequest } from "@latchkey/contract"
import {
  accountId,
  backOutReplacement,
  type ClosingsOf,
  CoreError,
  finishReplacement,
  previewClosings,
  projectId,
  removeReplaced,
  serverId,
  showReceipt,
  showReplacement,
  sshKeyId,
  startReplacement,
} from "@latchkey/core"
import type { Handlers } from "./call.ts"
import { renderClosings, renderKeyReceipt, renderReplacement } from "./render/key-replacement.ts"
import { toInstant } from "./render/time.ts"

type KeyReplacementRoutes =
  | "startReplacement"
  | "showReplacement"
  | "removeReplaced"
  | "finishReplacement"
  | "backOutReplacement"
  | "showReceipt"
  | "showAccountReceipt"
  | "previewClosings"

export const keyReplacementHandlers: Handlers<KeyReplacementRoutes> = {
  async startReplacement({ context, actor, params, body }) {
    const request = { ...body, newKeyId: sshKeyId(body.newKeyId) }
    return renderReplacement(await startReplacement(context, actor, sshKeyId(params.id), request))
  },

  async showReplacement({ context, actor, params }) {
    const replacement = await showReplacement(context, actor, sshKeyId(params.id))
    return { replacement: replacement === undefined ? null : renderReplacement(replacement) }
  },

  async removeReplaced({ context, actor, params, body }) {
    const place = { serverId: serverId(body.serverId), loginUser: body.loginUser }
    return renderReplacement(await removeReplaced(context, actor, sshKeyId(params.id), place))
  },

  async finishReplacement({ context, actor, params }) {
    await finishReplacement(context, actor, sshKeyId(params.id))
  },

  async backOutReplacement({ context, actor, params }) {
    await backOutReplacement(context, actor, sshKeyId(params.id))
  },

  async showReceipt({ context, actor, params, query }) {
    const of = { keyId: sshKeyId(params.id) }
    return renderKeyReceipt(await showReceipt(context, actor, of, toInstant(query.since)))
  },

  async showAccountReceipt({ context, actor, params, query }) {
    const of = {
      accountId: accountId(params.id),
      ...(query.projectId !== undefined && { projectId: projectId(query.projectId) }),
    }
    return renderKeyReceipt(await showReceipt(context, actor, of, toInstant(query.since)))
  },

  async previewClosings({ context, actor, body }) {
    return renderClosings(await previewClosings(context, actor, toClosingsOf(body)))
  },
}

/** @throws CoreError `invalid` */
function toClosingsOf({ keyIds, deleted, accountId: account, projectId: project }: ClosingsRequest): ClosingsOf {
  if (keyIds !== undefined && account === undefined && project === undefined) {
    return { keyIds: keyIds.map(sshKeyId), deleted }
  }
  if (keyIds === undefined && deleted === undefined && account !== undefined) {
    return { accountId: accountId(account), projectId: project === undefined ? undefined : projectId(project) }
  }
  throw new CoreError("invalid", "what closes is asked of keys or of an account", {
    hint: "send keyIds, or accountId with or without projectId",
  })
}
