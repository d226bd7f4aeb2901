import type { Account } from "../accounts/account.ts"
import type { AccountId, ProjectId, ServerId } from "../ids.ts"
import { keyOpens, type SshKey } from "../keys/ssh-key.ts"
import type { Instant } from "../time.ts"
import type { Access } from "./access.ts"
import type { KeyReplacement, ReplacedPlace } from "./replacement.ts"

/** What openings say and ask of a key. */
export type OpeningKey = Pick<
  SshKey,
  | "id"
  | "accountId"
  | "name"
  | "keyType"
  | "bits"
  | "fingerprint"
  | "blob"
  | "createdAt"
  | "expiresAt"
  | "disabledAt"
  | "standing"
>

/** What openings ask of the account that holds a key. */
export type OpeningAccount = Pick<Account, "id" | "handle" | "kind" | "disabledAt"> & {
  /** What a robot belongs to. */
  readonly projectId?: ProjectId
}

/** One line that is to be in a server's bundle: this key opens this login user, until it expires. */
export interface Opening {
  readonly serverId: ServerId
  readonly loginUser: string
  readonly key: OpeningKey
  readonly owner: OpeningAccount
  /** The access that lets it in, whose options hold it. */
  readonly access: Access
}

/** That one key stands in for another: see `KeyReplacement`. */
export interface OpeningReplacement extends Pick<KeyReplacement, "oldKeyId" | "newKeyId"> {
  /** Of the old key, which an access may name by another name alone. */
  readonly oldFingerprint: string
  /** Where the old key is not to open any more. */
  readonly removed: readonly Pick<ReplacedPlace, "serverId" | "loginUser">[]
}

/** What decides about the openings of some servers, as it was at one moment. */
export interface OpeningFacts {
  /** The project of each server that was asked about and exists. */
  readonly projects: ReadonlyMap<ServerId, ProjectId>
  /** From the oldest on: of those that are as narrow the first counts. */
  readonly accesses: readonly Access[]
  /** Whichever keys those accesses can be for, those that open nothing too, in the order of their ids. */
  readonly keys: readonly OpeningKey[]
  /** Whoever holds those keys, and the accounts that accesses name. */
  readonly accounts: ReadonlyMap<AccountId, OpeningAccount>
  /** The members of each of the projects. */
  readonly members: ReadonlyMap<ProjectId, ReadonlySet<AccountId>>
  /** Those of keys among `keys`, under whichever of their names. */
  readonly replacements: readonly OpeningReplacement[]
}

/**
 * Which keys open which login users at `now`, each key at most once as one login user, also where it has several names. A
 * key opens while it is enabled, not expired and not stopped, its account is enabled, and that account is a member or a robot
 * of the server's project. Where several accesses let it in, the narrowest one counts: what was said of a key holds against what was said of everyone. While
 * a key is being replaced, an access to it lets the new key in as well, unless that has one of its own, and the old key does
 * not open what it was removed from, whatever lets it in.
 */
export function openingsOf(facts: OpeningFacts, now: Instant): readonly Opening[] {
  const opening = replacedFirst(facts).filter((key) => keyOpens(key, now))
  const byId = new Map(opening.map((key) => [key.id, [key]] as const))
  const byAccount = Map.groupBy(opening, ({ accountId }) => accountId)
  const byProject = new Map<ProjectId, readonly OpeningKey[]>()

  function keysOfMembers(project: ProjectId): readonly OpeningKey[] {
    const known = byProject.get(project)
    if (known !== undefined) return known
    const members = facts.members.get(project) ?? new Set()
    const keys = opening.filter(({ accountId }) => members.has(accountId))
    byProject.set(project, keys)
    return keys
  }

  const newKeys = new Map(facts.replacements.map(({ oldKeyId, newKeyId }) => [oldKeyId, newKeyId]))
  // By fingerprints: a key under another name is the same key to a server.
  const removed = new Set(
    facts.replacements.flatMap(({ oldFingerprint, removed }) =>
      removed.map(({ serverId, loginUser }) => removedPlace(serverId, loginUser, oldFingerprint)),
    ),
  )

  function keysOf({ subject }: Access, project: ProjectId): readonly OpeningKey[] {
    switch (subject.kind) {
      case "key":
        return byId.get(subject.keyId) ?? []
      case "account":
        return byAccount.get(subject.accountId) ?? []
      case "project":
        return keysOfMembers(project)
    }
  }

  function newKeyOf({ subject }: Access): readonly OpeningKey[] {
    const newKey = subject.kind === "key" ? newKeys.get(subject.keyId) : undefined
    return (newKey && byId.get(newKey)) ?? []
  }

  const found: Opening[] = []
  const taken = new Map<ServerId, Map<string, Set<string>>>()
  // From the narrowest on.
  for (const [kind, keysFor] of [
    ["key", keysOf],
    ["key", newKeyOf],
    ["account", keysOf],
    ["project", keysOf],
  ] as const) {
    for (const access of facts.accesses) {
      const { serverId, loginUser } = access
      const project = facts.projects.get(serverId)
      if (access.subject.kind !== kind || project === undefined) continue
      const users = taken.get(serverId) ?? new Map<string, Set<string>>()
      const keys = users.get(loginUser) ?? new Set<string>()
      taken.set(serverId, users.set(loginUser, keys))
      for (const key of keysFor(access, project)) {
        const owner = facts.accounts.get(key.accountId)
        if (keys.has(key.fingerprint) || owner === undefined || !belongs(facts, owner, project)) continue
        if (removed.has(removedPlace(serverId, loginUser, key.fingerprint))) continue
        keys.add(key.fingerprint)
        found.push({ serverId, loginUser, key, owner, access })
      }
    }
  }
  return found
}

/** Of several names of a key the one that takes part in a replacement stands for it, so that its logins are seen there. */
function replacedFirst({ keys, replacements }: OpeningFacts): readonly OpeningKey[] {
  if (replacements.length === 0) return keys
  const parts = new Set(replacements.flatMap(({ oldKeyId, newKeyId }) => [oldKeyId, newKeyId]))
  return [...keys.filter(({ id }) => parts.has(id)), ...keys.filter(({ id }) => !parts.has(id))]
}

const removedPlace = (server: ServerId, loginUser: string, fingerprint: string) =>
  `${server} ${loginUser} ${fingerprint}`

/** Whether an account is enabled and takes part in a project: as a member, or as one of its robots. */
function belongs({ members }: OpeningFacts, account: OpeningAccount, project: ProjectId): boolean {
  if (account.disabledAt !== undefined) return false
  return account.kind === "robot" ? account.projectId === project : members.get(project)?.has(account.id) === true
}
