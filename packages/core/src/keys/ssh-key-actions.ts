import { fingerprintSha256, inspect, type PublicKey } from "@latchkey/engine"
import { type Action, consult, onOwn, perform } from "../action.ts"
import type { Actor } from "../actor.ts"
import { CoreError } from "../error.ts"
import type { SshKeyId } from "../ids.ts"
import { parseName } from "../name.ts"
import type { Page } from "../page.ts"
import type { Context } from "../ports.ts"
import type { Instant } from "../time.ts"
import {
  findingsIn,
  type KeyText,
  maximumImport,
  nameTaken,
  publicKeyOf,
  registerKey,
  requireFuture,
} from "./key-import.ts"
import type { SshKey } from "./ssh-key.ts"
import type { KeyQuery } from "./ssh-key-store.ts"

/** What the owner may change of a key; what is absent stays, and `null` takes an expiry away. */
export interface KeyChange {
  readonly name?: string | undefined
  readonly isDefault?: boolean | undefined
  readonly expiresAt?: Instant | null | undefined
}

const noun = "SSH key"
const onKey = (name: Action<SshKey>["name"], scope: Action<SshKey>["scope"]): Action<SshKey> => ({
  name,
  noun,
  scope,
  permits: (actor, key) => (actor.account.id === key.accountId ? "allowed" : "hidden"),
})
const listing = onOwn<Page<SshKey>>("key.list", noun, "keys:read")
const exporting = onOwn<readonly SshKey[]>("key.list", noun, "keys:read")
const importing = onOwn<true>("key.import", noun, "keys:write")
const deletingSeveral = onOwn<true>("key.delete", noun, "keys:write")
const showing = onKey("key.show", "keys:read")
const updating = onKey("key.update", "keys:write")
const disabling = onKey("key.disable", "keys:write")
const enabling = onKey("key.enable", "keys:write")
const deleting = onKey("key.delete", "keys:write")

/** The actor's own keys. A search for a whole public key finds that key, whatever its comment. */
export function listKeys(context: Context, actor: Actor, query: Omit<KeyQuery, "accountId">): Promise<Page<SshKey>> {
  return consult(context, actor, listing, (stores, { account }) =>
    stores.sshKeys.list({ ...byFingerprint(query), accountId: account.id }),
  )
}

function byFingerprint(query: Omit<KeyQuery, "accountId">): Omit<KeyQuery, "accountId"> {
  const { search, ...rest } = query
  if (search === undefined || !search.includes("AAAA")) return query
  const [finding] = inspect(search).findings
  return finding?.kind === "public_key" ? { ...rest, fingerprint: fingerprintSha256(finding.key.blob) } : query
}

/** The actor's own keys that open something now, by name: for an authorized_keys file. */
export function listOpeningKeys(context: Context, actor: Actor): Promise<readonly SshKey[]> {
  return consult(context, actor, exporting, (stores, { account }) =>
    stores.sshKeys.listOpening(account.id, context.clock.now()),
  )
}

/** @throws CoreError `not_found` */
export function showKey(context: Context, actor: Actor, id: SshKeyId): Promise<SshKey> {
  return consult(context, actor, showing, (stores) => stores.sshKeys.find(id))
}

/** What became of one key, or one broken line, of an import. */
export type ImportOutcome = {
  /** Which text of the request, from 0, and which of its lines, from 1. */
  readonly item: number
  readonly line: number
} & ({ readonly key: SshKey } | { readonly error: unknown })

/**
 * Registers every key of every text, each for itself: one broken line among ten good ones is reported, ten are added.
 *
 * @throws CoreError `unauthenticated` and `forbidden`, before anything is looked at; `invalid` for too many keys at once
 */
export async function importKeys(
  context: Context,
  actor: Actor,
  texts: readonly KeyText[],
): Promise<readonly ImportOutcome[]> {
  await consult(context, actor, importing, async () => true)
  const found = texts.flatMap(findingsOrFault)
  if (found.length > maximumImport) {
    throw new CoreError("invalid", `an import takes at most ${maximumImport} keys, this one has ${found.length}`, {
      hint: "import them in parts",
    })
  }
  return context.database.inOrder(
    found.map(({ item, line, publicKey, options }) => async () => {
      try {
        return { item, line, key: await importOne(context, actor, publicKey(), options) }
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
): Promise<SshKey> {
  return perform(
    context,
    actor,
    importing,
    async () => true,
    async (stores, _, { account }) => {
      const key = await registerKey(context, stores, account, publicKey, options)
      return { value: key, target: target(key), after: detail(key) }
    },
  )
}

/** @throws CoreError `not_found`, `conflict` when the name is taken, `invalid` */
export function updateKey(context: Context, actor: Actor, id: SshKeyId, change: KeyChange): Promise<SshKey> {
  return changeKey(context, actor, updating, id, (key) => {
    const { expiresAt: expiry, ...unlimited } = key
    const expiresAt = change.expiresAt === undefined ? expiry : (change.expiresAt ?? undefined)
    if (change.expiresAt != null) requireFuture(change.expiresAt, context.clock.now())
    return {
      ...unlimited,
      ...(expiresAt !== undefined && { expiresAt }),
      ...(change.name !== undefined && { name: parseName(change.name, "name") }),
      ...(change.isDefault !== undefined && { isDefault: change.isDefault }),
    }
  })
}

/** The key opens nothing from now on, and stays registered. Disabling it again changes nothing. */
export function disableKey(context: Context, actor: Actor, id: SshKeyId): Promise<SshKey> {
  return changeKey(context, actor, disabling, id, (key) => ({
    ...key,
    disabledAt: key.disabledAt ?? context.clock.now(),
  }))
}

/** The key opens again what it opened before. An expiry that has passed still holds. */
export function enableKey(context: Context, actor: Actor, id: SshKeyId): Promise<SshKey> {
  return changeKey(context, actor, enabling, id, ({ disabledAt: _, ...key }) => key)
}

/** The key opens nothing from the next attempt on; its fingerprint stays in the audit. */
export function deleteKey(context: Context, actor: Actor, id: SshKeyId): Promise<void> {
  return perform(
    context,
    actor,
    deleting,
    (stores) => stores.sshKeys.find(id),
    async (stores, key) => {
      await stores.sshKeys.delete(key.id)
      return { value: undefined, target: target(key), before: detail(key) }
    },
  )
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
  action: Action<SshKey>,
  id: SshKeyId,
  change: (key: SshKey) => SshKey,
): Promise<SshKey> {
  return perform(
    context,
    actor,
    action,
    (stores) => stores.sshKeys.find(id),
    async (stores, key) => {
      const value = change(key)
      if (!(await stores.sshKeys.update(value))) throw nameTaken(value.name)
      return { value, target: target(key), before: detail(key), after: detail(value) }
    },
  )
}

function target(key: SshKey) {
  return { kind: "ssh_key", id: key.id, name: key.name, accountId: key.accountId } as const
}

function detail(key: SshKey) {
  return {
    name: key.name,
    fingerprint: key.fingerprint,
    isDefault: key.isDefault,
    expiresAt: key.expiresAt ?? null,
    disabledAt: key.disabledAt ?? null,
  }
}
