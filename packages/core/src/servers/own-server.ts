import { type Action, byId, type Find } from "../action.ts"
import type { ServerId } from "../ids.ts"
import { onProject, ownProject } from "../projects/project-actions.ts"
import type { OwnProject } from "../projects/project-store.ts"
import type { Server } from "./server.ts"

/** A server of a project that the actor is in. */
export interface OwnServer extends OwnProject {
  readonly server: Server
}

/** An action on a project's servers, for those who may see them or for those who may change them. */
export function onServers(name: Action<OwnProject>["name"], least: "viewer" | "member"): Action<OwnProject> {
  return { ...onProject(name, least), scope: least === "viewer" ? "servers:read" : "servers:write" }
}

/** The same for one server: for whoever is not in its project it does not exist. */
export function onServer(name: Action<OwnServer>["name"], least: "viewer" | "member"): Action<OwnServer> {
  return { ...onServers(name, least), noun: "server" }
}

/** A server with what the actor is in its project; nothing for whoever is not in it. */
export function ownServer(id: ServerId): Find<OwnServer> {
  return byId(id, async (stores, actor) => {
    const server = await stores.servers.find(id)
    const own = server && (await ownProject(server.projectId)(stores, actor))
    return server && own && { ...own, server }
  })
}
