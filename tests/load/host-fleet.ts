import {
  type AccountId,
  accessId,
  type Database,
  type ProjectId,
  type Secrets,
  type Server,
  serverId,
} from "@latchkey/core"
import { parsePublicKey } from "@latchkey/engine"
import { newPublicLine } from "../kit/public-line.ts"

/** Connected servers of one project that all keys of one account open as root; written past enrolment, which people do. */
export interface FleetPlan {
  readonly servers: number
  readonly projectId: ProjectId
  readonly accountId: AccountId
}

const serversAtOnce = 500

/** @returns the servers' tokens */
export async function makeFleet(
  database: Database,
  secrets: Pick<Secrets, "id" | "secret" | "hash">,
  { servers, projectId, accountId }: FleetPlan,
): Promise<readonly string[]> {
  const hostKeys = Array.from({ length: 3 }, () => parsePublicKey(newPublicLine("")))
  const tokens: string[] = []
  while (tokens.length < servers) {
    await database.transaction(async (stores) => {
      const end = Math.min(servers, tokens.length + serversAtOnce)
      while (tokens.length < end) {
        const now = Date.now()
        const code = secrets.secret()
        const token = secrets.secret()
        const server: Server = {
          id: serverId(secrets.id()),
          projectId,
          name: secrets.id(),
          kind: "connected",
          createdBy: accountId,
          createdAt: now,
          state: "unconfirmed",
          stalePolicy: "auto",
          hostKeys,
          loginUsers: ["root"],
          enrolledAt: now,
          version: 0,
          acknowledgedVersion: 0,
          unmanaged: [],
        }
        const { enrolledAt: _, ...waiting } = server
        await stores.servers.insert({ ...waiting, state: "waiting", hostKeys: [], loginUsers: [] })
        await stores.servers.putCode(server.id, { createdBy: accountId, expiresAt: now + 1 }, secrets.hash(code))
        await stores.servers.enrol(server, secrets.hash(code), secrets.hash(token))
        await stores.servers.confirm(server.id, now)
        await stores.accesses.insert({
          id: accessId(secrets.id()),
          serverId: server.id,
          loginUser: "root",
          subject: { kind: "account", accountId },
          options: {},
          breakGlass: false,
          createdBy: accountId,
          createdAt: now,
        })
        tokens.push(token)
      }
    })
  }
  return tokens
}
