import { anonymous } from "../actor.ts"
import { newAuditEvent } from "../audit/new-audit-event.ts"
import type { Change } from "../changes/change.ts"
import { CoreError } from "../error.ts"
import type { ProjectId } from "../ids.ts"
import type { Context } from "../ports.ts"
import type { Acknowledgement } from "./host-store.ts"
import { type Host, type HostCondition, serverTarget } from "./server.ts"
import { takeServerToken } from "./token-renewal.ts"

/**
 * The server that shows this token.
 *
 * @throws CoreError `unauthenticated`
 */
export async function authenticateHost(
  context: Pick<Context, "database" | "secrets" | "clock" | "origin">,
  token: string | undefined,
): Promise<Host> {
  if (token !== undefined) {
    const { servers } = context.database.stores
    const hash = context.secrets.hash(token)
    const server = await servers.findByToken(hash)
    if (server !== undefined) return server
    await takeServerToken(context, hash)
    const renewed = await servers.findByToken(hash)
    if (renewed !== undefined) return renewed
  }
  throw new CoreError("unauthenticated", "Latchkey does not know this server's token", {
    hint: "the server was deleted there, or enrolled anew; connect it again, or run latchkey-enrol --undo",
  })
}

/**
 * Writes down what servers go by.
 *
 * @returns what changed for whoever looks at them
 */
export async function acknowledgeBundles(
  context: Pick<Context, "database" | "clock">,
  acknowledgements: readonly Acknowledgement[],
): Promise<readonly Change[]> {
  const { database, clock } = context
  await database.transaction(({ hosts }) => hosts.acknowledge(acknowledgements, clock.now()))
  const hosts = await database.stores.hosts.findHosts(acknowledgements.map(({ serverId }) => serverId))
  return seenIn(
    context,
    hosts.map(({ projectId }) => projectId),
  )
}

/** No server gets so far by itself; the scripts read three digits more. */
const highestVersionToFollow = 1e12

/**
 * Goes on from what a connected server says that it has, where that is not what is known here: less, because it lost what
 * it had; more, because the database was restored from an older backup, which is an event.
 *
 * @throws CoreError `invalid` for a version that leaves no room for later ones
 */
export async function followHost(context: Context, server: Host, have: number): Promise<void> {
  await context.database.transaction(async ({ auditEvents, hosts }) => {
    if (have < server.acknowledgedVersion) return hosts.takeBack(server.id, have)
    if (have <= server.version) return
    if (have > highestVersionToFollow) {
      throw new CoreError("invalid", `no bundle ever had the version ${have}`, { hint: "connect this server again" })
    }
    await hosts.overtake(server.id, have)
    const facts = {
      target: serverTarget(server, server.createdBy),
      before: { version: server.version },
      after: { version: have },
    }
    await auditEvents.append(newAuditEvent(context, anonymous, "server.overtake", facts))
  })
}

/** Keeps how a server says that it is. Gives what changed for whoever looks at it. */
export async function reportCondition(
  context: Pick<Context, "database" | "clock">,
  server: Host,
  condition: HostCondition,
): Promise<readonly Change[]> {
  const isNews = await context.database.transaction(({ hosts }) =>
    hosts.report(server.id, condition, context.clock.now()),
  )
  return isNews ? seenIn(context, [server.projectId]) : []
}

/** That the servers of these projects look other than before to the projects' members. */
export async function seenIn(
  { database }: Pick<Context, "database">,
  projects: readonly ProjectId[],
): Promise<readonly Change[]> {
  const changes: Change[] = []
  for (const project of new Set(projects)) {
    const members = await database.stores.projects.listMembers(project)
    changes.push(...members.map(({ account }) => ({ audience: account.id, topic: "servers" })))
  }
  return changes
}
