import {
  type Context,
  deleteKey,
  deleteKeys,
  disableKey,
  enableKey,
  importKeys,
  listKeys,
  listKeysWithRobots,
  type OwnedKey,
  projectId,
  showKey,
  sshKeyId,
  summariseKeys,
  updateKey,
} from "@latchkey/core"
import type { Handlers } from "./call.ts"
import { exportKeyFile } from "./key-export.ts"
import { toKeyQuery } from "./key-query.ts"
import {
  renderDeleteOutcome,
  renderImportOutcome,
  renderKeyPage,
  renderKeySummary,
  renderSshKey,
  viewOf,
} from "./render/ssh-key.ts"
import { toInstant } from "./render/time.ts"
import { toAccountId } from "./whose.ts"

type SshKeyRoutes =
  | "listKeys"
  | "importKeys"
  | "summariseKeys"
  | "exportKeys"
  | "deleteKeys"
  | "showKey"
  | "updateKey"
  | "disableKey"
  | "enableKey"
  | "deleteKey"

export const sshKeyHandlers: Handlers<SshKeyRoutes> = {
  async listKeys({ context, actor, query: { account, project, own, ...query } }) {
    const filters = toKeyQuery(query, context.clock.now())
    const page =
      project === undefined
        ? await listKeys(context, actor, filters, toAccountId(account))
        : await listKeysWithRobots(context, actor, filters, projectId(project), own)
    return renderKeyPage(page, await viewOf(context, page.items))
  },

  async importKeys({ context, actor, body, reply }) {
    const texts = body.keys.map((key) => ({ ...key, expiresAt: toInstant(key.expiresAt) }))
    const outcomes = await importKeys(context, actor, texts, toAccountId(body.account))
    reply.logFaults(outcomes)
    const view = await viewOf(
      context,
      outcomes.flatMap((outcome) => ("key" in outcome ? [outcome.key] : [])),
    )
    return { results: outcomes.map((outcome) => renderImportOutcome(outcome, view)) }
  },

  async summariseKeys({ context, actor }) {
    return renderKeySummary(await summariseKeys(context, actor))
  },

  async exportKeys({ context, actor, query: { format, account }, reply }) {
    const { chunks, fileName, mediaType } = await exportKeyFile(context, actor, format, toAccountId(account))
    reply.asFile(fileName, mediaType)
    return chunks
  },

  async deleteKeys({ context, actor, body, reply }) {
    const outcomes = await deleteKeys(context, actor, body.ids.map(sshKeyId))
    reply.logFaults(outcomes)
    return { results: outcomes.map(renderDeleteOutcome) }
  },

  async showKey({ context, actor, params }) {
    return renderOne(context, await showKey(context, actor, sshKeyId(params.id)))
  },

  async updateKey({ context, actor, params, body }) {
    const change = { ...body, expiresAt: body.expiresAt === null ? null : toInstant(body.expiresAt) }
    return renderOne(context, await updateKey(context, actor, sshKeyId(params.id), change))
  },

  async disableKey({ context, actor, params }) {
    return renderOne(context, await disableKey(context, actor, sshKeyId(params.id)))
  },

  async enableKey({ context, actor, params }) {
    return renderOne(context, await enableKey(context, actor, sshKeyId(params.id)))
  },

  async deleteKey({ context, actor, params }) {
    await deleteKey(context, actor, sshKeyId(params.id))
  },
}

async function renderOne(context: Context, key: OwnedKey) {
  return renderSshKey(key, await viewOf(context, [key]))
}
