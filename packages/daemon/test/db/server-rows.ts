import {
  type Access,
  type AccessSubject,
  accessId,
  type Project,
  projectId,
  type Server,
  type Stores,
  serverId,
} from "@latchkey/core"
import { newId } from "./databases.ts"
import type { addAccount } from "./rows.ts"

/** Stores a project whose members these persons are. */
export async function addProject(
  { projects }: Stores,
  ...members: readonly Awaited<ReturnType<typeof addAccount>>[]
): Promise<Project> {
  const project = { id: projectId(newId()), name: "atlas", kind: "shared", serverQuota: 100, createdAt: 1000 } as const
  await projects.insert(project)
  for (const { id } of members) {
    await projects.putMembership({ projectId: project.id, accountId: id, role: "member", since: 2000 })
  }
  return project
}

/** A server of a project that waits for its machine. */
export function newServer(project: Project, createdBy: Server["createdBy"], given: Partial<Server> = {}): Server {
  return {
    id: serverId(newId()),
    projectId: project.id,
    name: "web-1",
    kind: "connected",
    createdBy,
    createdAt: 1_700_000_000_000,
    state: "waiting",
    stalePolicy: "auto",
    hostKeys: [],
    loginUsers: [],
    version: 0,
    acknowledgedVersion: 0,
    unmanaged: [],
    ...given,
  }
}

/** An access to a server. */
export function newAccess(server: Server, subject: AccessSubject, given: Partial<Access> = {}): Access {
  const { createdBy, createdAt } = server
  return {
    id: accessId(newId()),
    serverId: server.id,
    loginUser: "deploy",
    subject,
    options: {},
    breakGlass: false,
    createdBy,
    createdAt,
    ...given,
  }
}
