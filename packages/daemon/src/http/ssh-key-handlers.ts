import {
  deleteKey,
  deleteKeys,
  disableKey,
  enableKey,
  importKeys,
  listKeys,
  showKey,
  sshKeyId,
  updateKey,
} from "@latchkey/core"
import type { Handlers } from "./call.ts"
import { exportKeys } from "./key-export.ts"
import { toKeyQuery } from "./key-query.ts"
import { renderDeleteOutcome, renderImportOutcome, renderKeyPage, renderSshKey } from "./render/ssh-key.ts"
import { toInstant } from "./render/time.ts"

type SshKeyRoutes =
  | "listKeys"
  | "importKeys"
  | "exportKeys"
  | "deleteKeys"
  | "showKey"
  | "updateKey"
  | "disableKey"
  | "enableKey"
  | "deleteKey"

export const sshKeyHandlers: Handlers<SshKeyRoutes> = {
  async listKeys({ context, actor, query }) {
    const now = context.clock.now()
    return renderKeyPage(await listKeys(context, actor, toKeyQuery(query, now)), now)
  },

  async importKeys({ context, actor, body, reply }) {
    const texts = body.keys.map((key) => ({ ...key, expiresAt: toInstant(key.expiresAt) }))
    const outcomes = await importKeys(context, actor, texts)
    reply.logFaults(outcomes)
    return { results: outcomes.map((outcome) => renderImportOutcome(outcome, context.clock.now())) }
  },

  async exportKeys({ context, actor, query, reply }) {
    const { text, fileName, mediaType } = await exportKeys(context, actor, query.format)
    reply.asFile(fileName, mediaType)
    return text
  },

  async deleteKeys({ context, actor, body, reply }) {
    const outcomes = await deleteKeys(context, actor, body.ids.map(sshKeyId))
    reply.logFaults(outcomes)
    return { results: outcomes.map(renderDeleteOutcome) }
  },

  async showKey({ context, actor, params }) {
    return renderSshKey(await showKey(context, actor, sshKeyId(params.id)), context.clock.now())
  },

  async updateKey({ context, actor, params, body }) {
    const change = { ...body, expiresAt: body.expiresAt === null ? null : toInstant(body.expiresAt) }
    return renderSshKey(await updateKey(context, actor, sshKeyId(params.id), change), context.clock.now())
  },

  async disableKey({ context, actor, params }) {
    return renderSshKey(await disableKey(context, actor, sshKeyId(params.id)), context.clock.now())
  },

  async enableKey({ context, actor, params }) {
    return renderSshKey(await enableKey(context, actor, sshKeyId(params.id)), context.clock.now())
  },

  async deleteKey({ context, actor, params }) {
    await deleteKey(context, actor, sshKeyId(params.id))
  },
}
