import type { AccessRequest as SentAccess } from "@latchkey/contract"
import {
  type AccessRequest,
  accessId,
  accountId,
  addAccess,
  type Context,
  confirmServer,
  countOpeningKeys,
  createServer,
  deleteServer,
  listAccesses,
  listGrantableKeys,
  listKeyOpenings,
  listServerKeys,
  listServers,
  offerEnrolment,
  projectId,
  removeAccess,
  type Server,
  serverId,
  showServer,
  sshKeyId,
  updateAccess,
  updateServer,
} from "@latchkey/core"
import type { Handlers } from "./call.ts"
import { requireSafeWay } from "./host/safe-way.ts"
import {
  renderAccess,
  renderEnrolment,
  renderGrantableKeys,
  renderKeyOpening,
  renderRemoval,
  renderServer,
  renderServerKey,
} from "./render/server.ts"

type ServerRoutes =
  | "listServers"
  | "createServer"
  | "showServer"
  | "updateServer"
  | "deleteServer"
  | "offerEnrolment"
  | "confirmServer"
  | "listAccesses"
  | "listGrantableKeys"
  | "addAccess"
  | "updateAccess"
  | "removeAccess"
  | "listServerKeys"
  | "listKeyOpenings"

export const serverHandlers: Handlers<ServerRoutes> = {
  async listServers({ context, actor, params }) {
    return { items: await renderAll(context, await listServers(context, actor, projectId(params.id))) }
  },

  async createServer({ context, actor, params, body, publicUrl, allowsInsecureHttp }) {
    requireSafeWay(publicUrl, allowsInsecureHttp)
    const request = { ...body, accesses: body.accesses?.map(toAccessRequest) }
    const made = await createServer(context, actor, projectId(params.id), request)
    return { server: await renderOne(context, made.server), enrolment: renderEnrolment(made, publicUrl) }
  },

  async showServer({ context, actor, params }) {
    return renderOne(context, await showServer(context, actor, serverId(params.id)))
  },

  async updateServer({ context, actor, params, body }) {
    return renderOne(context, await updateServer(context, actor, serverId(params.id), body))
  },

  async deleteServer({ context, actor, params }) {
    await deleteServer(context, actor, serverId(params.id))
  },

  async offerEnrolment({ context, actor, params, publicUrl, allowsInsecureHttp }) {
    requireSafeWay(publicUrl, allowsInsecureHttp)
    return renderEnrolment(await offerEnrolment(context, actor, serverId(params.id)), publicUrl)
  },

  async confirmServer({ context, actor, params, body }) {
    return renderOne(context, await confirmServer(context, actor, serverId(params.id), body.hostKeyFingerprints))
  },

  async listAccesses({ context, actor, params }) {
    return { items: (await listAccesses(context, actor, serverId(params.id))).map(renderAccess) }
  },

  async listGrantableKeys({ context, actor, params, query }) {
    return renderGrantableKeys(await listGrantableKeys(context, actor, projectId(params.id), query))
  },

  async addAccess({ context, actor, params, body }) {
    return renderAccess(await addAccess(context, actor, serverId(params.id), toAccessRequest(body)))
  },

  async updateAccess({ context, actor, params, body }) {
    return renderAccess(await updateAccess(context, actor, serverId(params.id), accessId(params.accessId), body))
  },

  async removeAccess({ context, actor, params }) {
    await removeAccess(context, actor, serverId(params.id), accessId(params.accessId))
  },

  async listServerKeys({ context, actor, params }) {
    const { openings, removals } = await listServerKeys(context, actor, serverId(params.id))
    return { items: openings.map(renderServerKey), removals: removals.map(renderRemoval) }
  },

  async listKeyOpenings({ context, actor, params }) {
    return { items: (await listKeyOpenings(context, actor, sshKeyId(params.id))).map(renderKeyOpening) }
  },
}

async function renderAll(context: Context, servers: readonly Server[]) {
  const opens = await countOpeningKeys(
    context,
    servers.map(({ id }) => id),
  )
  return servers.map((server) => renderServer(server, opens.get(server.id) ?? 0))
}

async function renderOne(context: Context, server: Server) {
  return renderServer(server, (await countOpeningKeys(context, [server.id])).get(server.id) ?? 0)
}

function toAccessRequest({ subject, ...rest }: SentAccess): AccessRequest {
  switch (subject.kind) {
    case "key":
      return { ...rest, subject: { kind: "key", keyId: sshKeyId(subject.keyId) } }
    case "account":
      return { ...rest, subject: { kind: "account", accountId: accountId(subject.accountId) } }
    case "project":
      return { ...rest, subject }
  }
}
