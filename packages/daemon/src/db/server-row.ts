import {
  accountId,
  type Host,
  projectId,
  type Server,
  serverId,
  serverKinds,
  serverStates,
  stalePolicies,
  unmanagedReasons,
} from "@latchkey/core"
import { formatPublicKey, parsePublicKey } from "@latchkey/engine"
import { z } from "zod"
import { fold, jsonStrings, oneOf } from "./row.ts"
import type { ServerTable } from "./schema.ts"

/** How it is written that all login users are managed, as they are on most servers. */
const none = "[]"

const Unmanaged = z.array(z.object({ loginUser: z.string(), reason: z.enum(unmanagedReasons) }))

export function toServer(row: ServerTable): Server {
  return {
    ...toHost(row),
    hostKeys: jsonStrings(row.host_keys, "server's host keys").map((line) => parsePublicKey(line)),
    loginUsers: jsonStrings(row.login_users, "server's login users"),
    unmanaged: row.unmanaged === none ? [] : Unmanaged.parse(JSON.parse(row.unmanaged)),
  }
}

export function toHost(row: ServerTable): Host {
  return {
    id: serverId(row.id),
    projectId: projectId(row.project_id),
    name: row.name,
    kind: oneOf(serverKinds, row.kind, "kind of server"),
    ...(row.address !== null && { address: row.address }),
    createdBy: accountId(row.created_by),
    createdAt: row.created_at,
    state: oneOf(serverStates, row.state, "server's state"),
    stalePolicy: oneOf(stalePolicies, row.stale_policy, "server's stale policy"),
    ...(row.sshd_version !== null && { sshdVersion: row.sshd_version }),
    ...(row.script_fetched_at !== null && { scriptFetchedAt: row.script_fetched_at }),
    ...(row.enrolled_at !== null && { enrolledAt: row.enrolled_at }),
    ...(row.confirmed_at !== null && { confirmedAt: row.confirmed_at }),
    ...(row.last_contact_at !== null && { lastContactAt: row.last_contact_at }),
    ...(row.clock_offset !== null && { clockOffset: row.clock_offset }),
    ...(row.last_login_at !== null && { lastLoginAt: row.last_login_at }),
    version: row.version,
    acknowledgedVersion: row.acknowledged_version,
    ...(row.acknowledged_at !== null && { acknowledgedAt: row.acknowledged_at }),
    ...(row.problem !== null && { problem: row.problem }),
  }
}

/** The columns that follow from what people change of a server. */
export function changeable({ name, address, stalePolicy }: Server) {
  return { name, name_key: fold(name), address: address ?? null, stale_policy: stalePolicy }
}

/** The columns that follow from what a machine says of itself, and from what is made of that. */
export function enrolled(server: Server) {
  return {
    state: server.state,
    host_keys: JSON.stringify(server.hostKeys.map((key) => formatPublicKey({ ...key, comment: "" }))),
    login_users: JSON.stringify(server.loginUsers),
    sshd_version: server.sshdVersion ?? null,
    enrolled_at: server.enrolledAt ?? null,
    confirmed_at: server.confirmedAt ?? null,
    last_contact_at: server.lastContactAt ?? null,
    acknowledged_version: server.acknowledgedVersion,
    acknowledged_at: server.acknowledgedAt ?? null,
    problem: server.problem ?? null,
    unmanaged: JSON.stringify(server.unmanaged),
    // Whatever another machine found is nothing of this one's.
    found_reported_at: null,
  }
}

/** All columns of a new server: it has no token and no code yet. */
export function toRow(server: Server): ServerTable {
  return {
    id: server.id,
    project_id: server.projectId,
    kind: server.kind,
    created_by: server.createdBy,
    created_at: server.createdAt,
    clock_offset: server.clockOffset ?? null,
    last_login_at: server.lastLoginAt ?? null,
    logins_left_out: 0,
    version: server.version,
    ...changeable(server),
    ...enrolled(server),
    token_hash: null,
    code_hash: null,
    code_created_by: null,
    code_expires_at: null,
    script_fetched_at: null,
  }
}
