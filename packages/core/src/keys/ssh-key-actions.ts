import { fingerprintSha256, inspect, type PublicKey } from "@latchkey/engine"
import type { Account } from "../accounts/account.ts"
import { findHolder, type Holder, mayRead, mayWrite } from "../accounts/holder.ts"
import { type Action, consult, onOwn, perform, stillSignedIn } from "../action.ts"
import { type Actor, requireSignedIn } from "../actor.ts"
import { CoreError } from "../error.ts"
import type { AccountId, ProjectId, SshKeyId } from "../ids.ts"
import { parseName } from "../name.ts"
import { maximumPageSize, type Page } from "../page.ts"
import type { Context, Stores } from "../ports.ts"
import { onProject, ownProject } from "../projects/project-actions.ts"
import type { OwnProject } from "../projects/project-store.ts"
import { onServers } from "../servers/own-server.ts"
import type { Instant } from "../time.ts"
import { type HeldKey, heldKey, onKey } from "./held-key.ts"
import { keyDetail, keyTarget } from "./key-event.ts"
import {
  findingsIn,
  type KeyText,
  maximumImport,
  nameTaken,
  publicKeyOf,
  registerKey,
  requireFuture,
  requireWithinLifetime,
} from "./key-import.ts"
import { latestExpiry } from "./key-policy.ts"
import { requireRoom } from "./key-quota.ts"
import { removeKey } from "./remove-key.ts"
import { type OwnedKey, ownedBy, type SshKey } from "./ssh-key.ts"
import type { KeyQuery } from "./ssh-key-store.ts"

/** What the owner may change of a key; what is absent stays, and `null` takes an expiry away. */
export interface KeyChange {
  readonly name?: string | undefined
  readonly isDefault?: boolean | undefined
  readonly expiresAt?: Instant | null | undefined
}

const noun = "SSH key"

const listing: Action<Holder> = { name: "key.list", noun: "account", scope: "keys:read", permits: mayRead }
const listingOfProject: Action<OwnProject> = { ...onProject("key.list", "viewer"), scope: "keys:read" }
const listingGrantable = onServers("access.list-keys", "member")
const importing: Action<Holder> = { name: "key.import", noun: "account", scope: "keys:write", permits: mayWrite }
const deletingSeveral = onOwn<true>("key.delete", noun, "keys:write")
const showing = onKey("key.show", "keys:read")
const updating = onKey("key.update", "keys:write")
const disabling = onKey("key.disable", "keys:write")
const enabling = onKey("key.enable", "keys:write")
const deleting = onKey("key.delete", "keys:write")

/**
 * The keys of an account: the actor's own unless `account` names a robot. A search for a whole public key finds that key,
 * whatever its comment.
 *
 * @throws CoreError `not_found` for an account whose keys the actor may not know
 */
export async function listKeys(
  context: Context,
  actor: Actor,
  query: KeyFilter,
  account?: AccountId,
): Promise<Page<OwnedKey>> {
  const holder = await consult(context, actor, listing, findHolder(account))
  return listKeysOf(context, query, holder.account)
}

/**
 * The actor's own keys and those of a project's robots, as one list.
 *
 * @param own whether one's own keys are among them
 * @throws CoreError `not_found` for a project that the actor is not in
 */
export async function listKeysWithRobots(
  context: Context,
  actor: Actor,
  query: KeyFilter,
  project: ProjectId,
  own = true,
): Promise<Page<OwnedKey>> {
  await consult(context, actor, listingOfProject, ownProject(project))
  const robots = await context.database.stores.accounts.listRobots(project)
  if (own) return listKeysOf(context, query, requireSignedIn(actor).account, robots)
  const [first, ...others] = robots
  return first === undefined ? { items: [], total: 0 } : listKeysOf(context, query, first, others)
}

/**
 * The keys of a project's members and robots that open something now, by name: those that can be given access to its
 * servers. A member sees here what else only each owner sees: without it nobody could let a colleague in.
 *
 * @throws CoreError `not_found` for a project that the actor is not in, `forbidden` for a viewer
 */
export async function listGrantableKeys(
  context: Context,
  actor: Actor,
  project: ProjectId,
  query: Pick<KeyFilter, "search" | "limit" | "cursor">,
): Promise<Page<OwnedKey>> {
  await consult(context, actor, listingGrantable, ownProject(project))
  const { accounts, projects } = context.database.stores
  const members = (await projects.listMembers(project)).map((member) => member.account)
  const isEnabled = ({ disabledAt }: Account) => disabledAt === undefined
  const [first, ...others] = [...members, ...(await accounts.listRobots(project))].filter(isEnabled)
  if (first === undefined) return { items: [], total: 0 }
  const filter = { ...query, opensAt: context.clock.now(), sort: "name", descending: false } as const
  return listKeysOf(context, filter, first, others)
}

/** What a list of keys can be asked for, whosever they are. */
export type KeyFilter = Omit<KeyQuery, "accountId" | "alsoOf">

async function listKeysOf(
  context: Context,
  query: KeyFilter,
  account: Account,
  more: readonly Account[] = [],
): Promise<Page<OwnedKey>> {
  const { items, ...rest } = await context.database.stores.sshKeys.list({
    ...byFingerprint(query),
    accountId: account.id,
    ...(more.length > 0 && { alsoOf: more.map(({ id }) => id) }),
  })
  const owners = new Map([account, ...more].map((owner) => [owner.id, owner]))
  return { ...rest, items: items.map((key) => ownedBy(owners.get(key.accountId) ?? account, key)) }
}

function byFingerprint(query: KeyFilter): KeyFilter {
  const { search, ...rest } = query
  if (search === undefined || !search.includes("AAAA")) return query
  const [finding] = inspect(search).findings
  return finding?.kind === "public_key" ? { ...rest, fingerprint: fingerprintSha256(finding.key.blob) } : query
}

/**
 * The keys of an account by name, page by page, for as long as somebody reads on: all, or those that open something now.
 * Looks before each page whether the actor still may.
 *
 * @throws CoreError as `listKeys`, before the first page is asked for
 */
export async function exportKeys(
  context: Context,
  actor: Actor,
  which: "all" | "opening",
  account?: AccountId,
): Promise<AsyncIterable<readonly OwnedKey[]>> {
  const filter = { opensAt: which === "opening" ? context.clock.now() : undefined, limit: maximumPageSize }
  const read = (reader: Actor, cursor?: string) =>
    listKeys(context, reader, { ...filter, sort: "name", descending: false, cursor }, account)
  const first = await read(actor)
  return (async function* () {
    let page = first
    yield page.items
    while (page.nextCursor !== undefined) {
      page = await read(await stillSignedIn(context, context.database.stores, actor), page.nextCursor)
      yield page.items
    }
  })()
}

/** @throws CoreError `not_found` */
export async function showKey(context: Context, actor: Actor, id: SshKeyId): Promise<OwnedKey> {
  const { key, holder } = await consult(context, actor, showing, heldKey(id))
  return ownedBy(holder.account, key)
}

/** What became of one key, or one broken line, of an import. */
export type ImportOutcome = {
  /** Which text of the request, from 0, and which of its lines, from 1. */
  readonly item: number
  readonly line: number
} & (
  | {
      readonly key: OwnedKey
      /** No expiry was asked for; the key has one because the policy gives keys a maximum lifetime. */
      readonly expiresByPolicy: boolean
    }
  | { readonly error: unknown }
)

/**
 * Registers every key of every text, each for itself: one broken line among ten good ones is reported, ten are added.
 * They are the actor's own unless `account` names a robot.
 *
 * @throws CoreError `unauthenticated`, `forbidden` and `not_found`, before anything is looked at; `invalid` for too many keys at once
 */
export async function importKeys(
  context: Context,
  actor: Actor,
  texts: readonly KeyText[],
  account?: AccountId,
): Promise<readonly ImportOutcome[]> {
  await consult(context, actor, importing, findHolder(account))
  const found = texts.flatMap(findingsOrFault)
  if (found.length > maximumImport) {
    throw new CoreError("invalid", `an import takes at most ${maximumImport} keys, this one has ${found.length}`, {
      hint: "import them in parts",
    })
  }
  return context.database.inOrder(
    found.map(({ item, line, publicKey, options }) => async () => {
      try {
        const key = await importOne(context, actor, publicKey(), options, account)
        const expiresByPolicy = options.expiresAt === undefined && key.expiresAt !== undefined
        return { item, line, key, expiresByPolicy }
      } catch (error) {
        return { item, line, error }
      }
    }),
  )
}

/** What is in a text, in its order. A name counts only where there is one key for it. */
function findingsOrFault(text: KeyText, item: number) {
  const { name: _, ...unnamed } = text
  try {
    const findings = findingsIn(text)
    const options = findings.length === 1 ? text : unnamed
    return findings.map((finding) => ({ item, line: finding.line, options, publicKey: () => publicKeyOf(finding) }))
  } catch (error) {
    const publicKey = (): PublicKey => {
      throw error
    }
    return [{ item, line: 1, options: unnamed, publicKey }]
  }
}

function importOne(
  context: Context,
  actor: Actor,
  publicKey: PublicKey,
  options: Omit<KeyText, "text">,
  account: AccountId | undefined,
): Promise<OwnedKey> {
  return perform(context, actor, importing, findHolder(account), async (stores, holder) => {
    await requireRoom(stores, holder.account)
    const key = await registerKey(context, stores, holder.account, publicKey, options)
    const after = { ...keyDetail(key), source: key.source }
    return { value: ownedBy(holder.account, key), target: keyTarget(key), after }
  })
}

/**
 * Under a maximum lifetime an expiry may be moved forward at will, and later or away only as far as that allows.
 *
 * @throws CoreError `not_found`, `conflict` when the name is taken, `invalid`
 */
export function updateKey(context: Context, actor: Actor, id: SshKeyId, change: KeyChange): Promise<OwnedKey> {
  return changeKey(context, actor, updating, id, async (key, stores) => {
    const { expiresAt: expiry, ...unlimited } = key
    const expiresAt = change.expiresAt === undefined ? expiry : (change.expiresAt ?? undefined)
    if (change.expiresAt != null) requireFuture(change.expiresAt, context.clock.now())
    if (expiry !== undefined && (expiresAt === undefined || expiresAt > expiry)) {
      const { policy } = await stores.keyPolicy.current()
      requireWithinLifetime(policy, expiresAt, latestExpiry(policy, key.createdAt))
    }
    return {
      ...unlimited,
      ...(expiresAt !== undefined && { expiresAt }),
      ...(change.name !== undefined && { name: parseName(change.name, "name") }),
      ...(change.isDefault !== undefined && { isDefault: change.isDefault }),
    }
  })
}

/** The key opens nothing from now on, and stays registered. Disabling it again changes nothing. */
export function disableKey(context: Context, actor: Actor, id: SshKeyId): Promise<OwnedKey> {
  return changeKey(context, actor, disabling, id, async (key) => ({
    ...key,
    disabledAt: key.disabledAt ?? context.clock.now(),
  }))
}

/** The key opens again what it opened before. An expiry that has passed still holds. */
export function enableKey(context: Context, actor: Actor, id: SshKeyId): Promise<OwnedKey> {
  return changeKey(context, actor, enabling, id, async ({ disabledAt: _, ...key }) => key)
}

/**
 * The key opens nothing from the next attempt on; its fingerprint stays in the audit. Accesses to a key that is being
 * replaced are accesses to the new one from then on.
 */
export function deleteKey(context: Context, actor: Actor, id: SshKeyId): Promise<void> {
  return perform(context, actor, deleting, heldKey(id), (stores, { key }) => removeKey(stores, key))
}

/** What became of one key of a bulk deletion. */
export type DeleteOutcome = { readonly id: SshKeyId } & ({ readonly deleted: true } | { readonly error: unknown })

/** Deletes each key for itself: what cannot be deleted is reported, the others are gone. */
export async function deleteKeys(
  context: Context,
  actor: Actor,
  ids: readonly SshKeyId[],
): Promise<readonly DeleteOutcome[]> {
  await consult(context, actor, deletingSeveral, async () => true)
  return context.database.inOrder(
    [...new Set(ids)].map((id) => async () => {
      try {
        await deleteKey(context, actor, id)
        return { id, deleted: true }
      } catch (error) {
        return { id, error }
      }
    }),
  )
}

function changeKey(
  context: Context,
  actor: Actor,
  action: Action<HeldKey>,
  id: SshKeyId,
  change: (key: SshKey, stores: Stores) => Promise<SshKey>,
): Promise<OwnedKey> {
  return perform(context, actor, action, heldKey(id), async (stores, { key, holder }) => {
    const value = await change(key, stores)
    const isTaken = value.name !== key.name && (await stores.keyPairs.hasX509(key.accountId, value.name))
    if (isTaken || !(await stores.sshKeys.update(value))) throw nameTaken(holder.account, value.name)
    const owned = ownedBy(holder.account, value)
    return { value: owned, target: keyTarget(key), before: keyDetail(key), after: keyDetail(value) }
  })
}
