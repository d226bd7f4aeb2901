import {
  type AccountId,
  accountId,
  accountKinds,
  keyStandings,
  type OpeningAccount,
  type OpeningFacts,
  type OpeningKey,
  type OpeningReplacement,
  type ProjectId,
  projectId,
  type ServerId,
  serverId,
  sshKeyId,
} from "@latchkey/core"
import { isKeyTypeName } from "@latchkey/engine"
import { toAccess } from "./access-row.ts"
import { inParts } from "./in-parts.ts"
import { oneOf, present } from "./row.ts"
import type { DatabaseHandle } from "./schema.ts"

/**
 * Everything that decides about the openings of some servers: a statement for each table, whose rows are put together
 * here. Joined by the database, each key would come once for each server.
 */
export async function findOpeningFacts(db: DatabaseHandle, servers: readonly ServerId[]): Promise<OpeningFacts> {
  const projects = await projectsOf(db, servers)
  const accesses = (
    await inParts(servers, (part) =>
      db.selectFrom("server_accesses").selectAll().where("server_id", "in", part).execute(),
    )
  )
    .map(toAccess)
    .sort(byId)
  const members = await membersOf(db, [...new Set(projects.values())])

  const named = new Set<string>()
  const holders = new Set<AccountId>()
  for (const { subject, serverId: server } of accesses) {
    if (subject.kind === "key") named.add(subject.keyId)
    else if (subject.kind === "account") holders.add(subject.accountId)
    else {
      const project = projects.get(server)
      for (const member of (project && members.get(project)) ?? []) holders.add(member)
    }
  }
  const directly = await keysOf(db, named, holders)
  const replacements = await replacementsOf(db, directly)
  // Of the account of a key that alone is named there may be no other key yet.
  const known = new Set(directly.map(({ id }) => id))
  const newKeys = replacements.map(({ newKeyId }) => newKeyId).filter((id) => !known.has(id))
  const keys =
    newKeys.length === 0 ? directly : [...directly, ...(await keysOf(db, new Set(newKeys), new Set()))].sort(byId)
  const accounts = await accountsOf(db, [...new Set([...holders, ...keys.map((key) => key.accountId)])])
  return { projects, accesses, keys, accounts, members, replacements }
}

async function projectsOf(db: DatabaseHandle, servers: readonly ServerId[]): Promise<Map<ServerId, ProjectId>> {
  const rows = await inParts(servers, (part) =>
    db.selectFrom("servers").select(["id", "project_id"]).where("id", "in", part).execute(),
  )
  return new Map(rows.map((row) => [serverId(row.id), projectId(row.project_id)]))
}

async function membersOf(
  db: DatabaseHandle,
  projects: readonly ProjectId[],
): Promise<ReadonlyMap<ProjectId, ReadonlySet<AccountId>>> {
  const rows = await inParts(projects, (part) =>
    db.selectFrom("memberships").select(["project_id", "account_id"]).where("project_id", "in", part).execute(),
  )
  const members = new Map(projects.map((project) => [project, new Set<AccountId>()]))
  for (const row of rows) members.get(projectId(row.project_id))?.add(accountId(row.account_id))
  return members
}

async function keysOf(
  db: DatabaseHandle,
  named: ReadonlySet<string>,
  holders: ReadonlySet<AccountId>,
): Promise<readonly OpeningKey[]> {
  const selected = () =>
    db
      .selectFrom("ssh_keys")
      .innerJoin("key_material", "key_material.fingerprint", "ssh_keys.fingerprint")
      .select([
        "ssh_keys.id",
        "ssh_keys.account_id",
        "name",
        "key_type",
        "bits",
        "ssh_keys.fingerprint",
        "blob",
        "created_at",
        "expires_at",
        "disabled_at",
        "standing",
      ])
  const held = await inParts([...holders], (part) => selected().where("ssh_keys.account_id", "in", part).execute())
  const known = new Set(held.map(({ id }) => id))
  const others = [...named].filter((id) => !known.has(id))
  const single = await inParts(others, (part) => selected().where("ssh_keys.id", "in", part).execute())
  return [...held, ...single].sort(byId).map((row) => {
    if (!isKeyTypeName(row.key_type)) throw new Error("the database holds a key type that this program does not know")
    return {
      id: sshKeyId(row.id),
      accountId: accountId(row.account_id),
      name: row.name,
      keyType: row.key_type,
      bits: row.bits,
      fingerprint: row.fingerprint,
      blob: new Uint8Array(row.blob),
      createdAt: row.created_at,
      ...(row.expires_at !== null && { expiresAt: row.expires_at }),
      ...(row.disabled_at !== null && { disabledAt: row.disabled_at }),
      standing: oneOf(keyStandings, row.standing, "key's standing"),
    }
  })
}

async function replacementsOf(db: DatabaseHandle, keys: readonly OpeningKey[]): Promise<readonly OpeningReplacement[]> {
  const fingerprints = [...new Set(keys.map(({ fingerprint }) => fingerprint))]
  const rows = await inParts(fingerprints, (part) =>
    db
      .selectFrom("ssh_keys as old")
      .innerJoin("key_replacements as replacement", "replacement.old_key_id", "old.id")
      .leftJoin("replaced_places as place", (join) =>
        join.onRef("place.old_key_id", "=", "replacement.old_key_id").on("place.removed_at", "is not", null),
      )
      .select(["replacement.old_key_id", "old.fingerprint", "new_key_id", "server_id", "login_user"])
      .where("old.fingerprint", "in", part)
      .execute(),
  )
  return [...Map.groupBy(rows, ({ old_key_id, new_key_id }) => `${old_key_id} ${new_key_id}`).values()].flatMap(
    (own) => {
      const [first] = own
      if (first === undefined) return []
      const removed = own.flatMap(({ server_id: server, login_user: loginUser }) =>
        server === null || loginUser === null ? [] : [{ serverId: serverId(server), loginUser }],
      )
      const { old_key_id: oldKeyId, new_key_id: newKeyId, fingerprint: oldFingerprint } = first
      return [{ oldKeyId: sshKeyId(oldKeyId), oldFingerprint, newKeyId: sshKeyId(newKeyId), removed }]
    },
  )
}

async function accountsOf(
  db: DatabaseHandle,
  accounts: readonly AccountId[],
): Promise<ReadonlyMap<AccountId, OpeningAccount>> {
  const rows = await inParts(accounts, (part) =>
    db
      .selectFrom("accounts")
      .select(["id", "handle", "kind", "project_id", "disabled_at"])
      .where("id", "in", part)
      .execute(),
  )
  return new Map(
    rows.map((row) => {
      const kind = oneOf(accountKinds, row.kind, "kind of account")
      const account: OpeningAccount = {
        id: accountId(row.id),
        handle: row.handle,
        kind,
        ...(kind === "robot" && { projectId: projectId(present(row.project_id, "robot's project")) }),
        ...(row.disabled_at !== null && { disabledAt: row.disabled_at }),
      }
      return [account.id, account]
    }),
  )
}

const byId = (left: { readonly id: string }, right: { readonly id: string }) => (left.id < right.id ? -1 : 1)
