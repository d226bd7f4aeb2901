import { consult, perform } from "../action.ts"
import type { Actor } from "../actor.ts"
import { newAuditEvent } from "../audit/new-audit-event.ts"
import { CoreError } from "../error.ts"
import { type ProjectId, type ServerId, serverId } from "../ids.ts"
import type { Context, Stores } from "../ports.ts"
import type { Project } from "../projects/project.ts"
import { ownProject } from "../projects/project-actions.ts"
import { issueEnrolmentCode, type NewEnrolment } from "./enrolment.ts"
import { type AccessRequest, grantAccess } from "./grant-access.ts"
import { onServer, onServers, ownServer } from "./own-server.ts"
import {
  parseServerAddress,
  parseServerName,
  type Server,
  type ServerChange,
  type StalePolicy,
  serverTarget,
} from "./server.ts"

/** A machine that is to be connected. */
export interface ServerRequest {
  readonly name: string
  readonly address?: string | undefined
  /** Absent: auto. */
  readonly stalePolicy?: StalePolicy | undefined
  /** Who is to open it from the beginning. */
  readonly accesses?: readonly AccessRequest[] | undefined
}

const listing = onServers("server.list", "viewer")
const creating = onServers("server.create", "member")
const showing = onServer("server.show", "viewer")
const updating = onServer("server.update", "member")
const deleting = onServer("server.delete", "member")

/** By name. @throws CoreError `not_found` for whoever is not in the project */
export async function listServers(context: Context, actor: Actor, id: ProjectId): Promise<readonly Server[]> {
  await consult(context, actor, listing, ownProject(id))
  return context.database.stores.servers.listByProject(id)
}

/** @throws CoreError `not_found` */
export async function showServer(context: Context, actor: Actor, id: ServerId): Promise<Server> {
  return (await consult(context, actor, showing, ownServer(id))).server
}

/**
 * A server that waits for the machine which its code enrols, with all accesses that were asked for, or none of it.
 *
 * @throws CoreError `conflict` when the project has a server with this name, `quota_exceeded`, `invalid`, `forbidden`;
 *   `not_found` for the project, and for a key or account that cannot be given access
 */
export function createServer(
  context: Context,
  actor: Actor,
  id: ProjectId,
  request: ServerRequest,
): Promise<NewEnrolment> {
  return perform(context, actor, creating, ownProject(id), async (stores, { project }, signedIn) => {
    const server: Server = {
      id: serverId(context.secrets.id()),
      projectId: id,
      name: parseServerName(request.name),
      kind: "connected",
      ...(request.address !== undefined && { address: parseServerAddress(request.address) }),
      createdBy: signedIn.account.id,
      createdAt: context.clock.now(),
      state: "waiting",
      stalePolicy: request.stalePolicy ?? "auto",
      hostKeys: [],
      loginUsers: [],
      version: 0,
      acknowledgedVersion: 0,
      unmanaged: [],
    }
    await requireServerRoom(stores, project)
    if (!(await stores.servers.insert(server))) throw nameTaken(server.name)
    for (const [index, access] of (request.accesses ?? []).entries()) {
      const { value: _, ...facts } = await grantAccess(context, stores, signedIn, server, access, `accesses.${index}.`)
      await stores.auditEvents.append(newAuditEvent(context, signedIn, "access.add", facts))
    }
    const value = await issueEnrolmentCode(context, stores, server, signedIn.account.id)
    const after = { ...serverDetail(server), project: id, codeExpiresAt: value.code.expiresAt }
    return { value, target: serverTarget(server, signedIn.account.id), after }
  })
}

/** @throws CoreError `conflict` when the name is taken, `invalid`, `not_found`, `forbidden` */
export function updateServer(context: Context, actor: Actor, id: ServerId, change: ServerChange): Promise<Server> {
  return perform(context, actor, updating, ownServer(id), async (stores, { server }, { account }) => {
    const { address: before, ...rest } = server
    const address = change.address === undefined ? before : (change.address ?? undefined)
    const value: Server = {
      ...rest,
      ...(address !== undefined && { address: parseServerAddress(address) }),
      ...(change.name !== undefined && { name: parseServerName(change.name) }),
      ...(change.stalePolicy !== undefined && { stalePolicy: change.stalePolicy }),
    }
    if (!(await stores.servers.update(value))) throw nameTaken(value.name)
    const target = serverTarget(server, account.id)
    return { value, target, before: serverDetail(server), after: serverDetail(value) }
  })
}

/**
 * Latchkey forgets the server: its accesses go, and its token is worth nothing from now on. What the machine has of keys
 * stays there until `latchkey-enrol --undo` runs on it.
 *
 * @throws CoreError `not_found`, `forbidden`
 */
export function deleteServer(context: Context, actor: Actor, id: ServerId): Promise<void> {
  return perform(context, actor, deleting, ownServer(id), async (stores, { server }, { account }) => {
    const accesses = await stores.accesses.countByServer(id)
    await stores.servers.delete(id)
    const before = { ...serverDetail(server), project: server.projectId, accesses }
    return { value: undefined, target: serverTarget(server, account.id), before }
  })
}

async function requireServerRoom(stores: Stores, { id, name, serverQuota }: Project): Promise<void> {
  if ((await stores.servers.countByProject(id)) < serverQuota) return
  throw new CoreError("quota_exceeded", `the project "${name}" may have ${serverQuota} servers, and does`, {
    hint: "disconnect servers that are not needed",
  })
}

function nameTaken(name: string): CoreError {
  const message = `this project has a server named "${name}" already`
  return new CoreError("conflict", message, { hint: "choose another name", fields: [{ path: "name", message }] })
}

/** What the audit keeps of what people say of a server. */
function serverDetail({ name, address, stalePolicy }: Server) {
  return { name, address: address ?? null, stalePolicy }
}
