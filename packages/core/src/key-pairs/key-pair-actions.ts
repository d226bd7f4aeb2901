import { fingerprintX509 } from "@latchkey/engine"
import { findHolder, type Holder, mayRead, mayWrite } from "../accounts/holder.ts"
import { managesAccounts } from "../accounts/manages-accounts.ts"
import { type Action, byId, consult, type Find, forbiddenTo, type Outcome, perform } from "../action.ts"
import type { Actor, SignedIn } from "../actor.ts"
import { CoreError } from "../error.ts"
import { type AccountId, type X509KeyPairId, x509KeyPairId } from "../ids.ts"
import { refusalOfRsa } from "../keys/judge-key.ts"
import { keyDetail, keyTarget } from "../keys/key-event.ts"
import { nameTaken, refusedBy, registerKey } from "../keys/key-import.ts"
import { requireRoom } from "../keys/key-quota.ts"
import { removeKey } from "../keys/remove-key.ts"
import { parseName } from "../name.ts"
import type { Context, Stores } from "../ports.ts"
import {
  enoughKeyPairText,
  type KeyPair,
  type KeyPairType,
  keyPairsAtATime,
  madePairBits,
  maximumKeyPairList,
  type X509KeyPair,
  x509Target,
} from "./key-pair.ts"
import type { KeyPairStore } from "./key-pair-store.ts"
import { certificateIn, publicKeyIn } from "./key-pair-text.ts"

/** Which part of a list. */
export interface KeyPairQuery {
  /** The name after which it begins. */
  readonly marker?: string | undefined
  /** Absent: all, as far as `maximumKeyPairList` goes. */
  readonly limit?: number | undefined
}

/** A key pair to register. */
export interface NewKeyPair {
  readonly name: string
  readonly type: KeyPairType
  /** Of an SSH key one line (`ssh-ed25519 AAAA... comment`), of a certificate its PEM text. */
  readonly publicKey: string
  /** The door has just made the pair, and gives the private half out once. */
  readonly madeHere?: boolean | undefined
}

const noun = "account"
/** Only here an admin reaches the keys of others: OpenStack's `user_id` is that. */
const onKeyPairs = (
  name: Action<Holder>["name"],
  scope: "keys:read" | "keys:write",
  may: typeof mayRead,
): Action<Holder> => ({
  name,
  noun,
  scope,
  permits: (actor, holder) => (may(actor, holder) === "allowed" || managesAccounts(actor) ? "allowed" : "forbidden"),
})

const listing = onKeyPairs("key.list", "keys:read", mayRead)
const showing = onKeyPairs("key.show", "keys:read", mayRead)
const importing = onKeyPairs("key.import", "keys:write", mayWrite)
const deleting = onKeyPairs("key.delete", "keys:write", mayWrite)
const deletingX509: Action<X509KeyPair> = {
  name: "key.delete",
  noun: "certificate",
  scope: "keys:write",
  permits: (actor, { accountId }) => (accountId === actor.account.id ? "allowed" : "hidden"),
}

/** To all but admins an account that does not exist looks like one that is somebody else's. */
function findAnyHolder(account: AccountId | undefined): Find<Holder> {
  const find = findHolder(account)
  return Object.assign(async (stores: Stores, actor: SignedIn) => {
    const holder = await find(stores, actor)
    if (holder === undefined && !managesAccounts(actor)) throw forbiddenTo(noun)
    return holder
  }, find)
}

/**
 * The key pairs of an account by name, byte for byte: the actor's own, unless `account` names a robot of their projects or,
 * for an admin, anyone.
 *
 * @throws CoreError `forbidden` for any other account, whether it exists or not (`not_found` for an admin); `invalid` with
 *   the field `marker` when no key pair has that name
 */
export async function listKeyPairs(
  context: Context,
  actor: Actor,
  { marker, limit = maximumKeyPairList }: KeyPairQuery,
  account?: AccountId,
): Promise<readonly KeyPair[]> {
  const holder = await consult(context, actor, listing, findAnyHolder(account))
  const { keyPairs } = context.database.stores
  if (marker !== undefined && (await keyPairs.find(holder.account.id, marker)) === undefined) {
    const message = "there is no key pair with the name that the list is to go on after"
    throw new CoreError("invalid", message, {
      hint: "it may have been deleted: start again from the first page",
      fields: [{ path: "marker", message }],
    })
  }
  return listAsFar(keyPairs, holder.account.id, Math.max(0, Math.min(limit, maximumKeyPairList)), marker)
}

/** Ten thousand texts of the greatest length would be more than a small machine's memory. */
async function listAsFar(
  keyPairs: KeyPairStore,
  account: AccountId,
  limit: number,
  marker: string | undefined,
): Promise<readonly KeyPair[]> {
  const listed: KeyPair[] = []
  let length = 0
  while (length < enoughKeyPairText) {
    const wanted = Math.min(limit - listed.length, keyPairsAtATime)
    const page = await keyPairs.list(account, wanted, listed.at(-1)?.name ?? marker)
    listed.push(...page)
    if (page.length < keyPairsAtATime) break
    length += page.reduce((sum, { publicKey }) => sum + publicKey.length, 0)
  }
  return listed
}

/** @throws CoreError `not_found`, and `forbidden` as `listKeyPairs` */
export async function showKeyPair(context: Context, actor: Actor, name: string, account?: AccountId): Promise<KeyPair> {
  const holder = await consult(context, actor, showing, findAnyHolder(account))
  return named(context.database.stores, holder, name)
}

/** @throws CoreError `not_found`, and `forbidden` as `listKeyPairs` */
export function deleteKeyPair(context: Context, actor: Actor, name: string, account?: AccountId): Promise<void> {
  return perform(context, actor, deleting, findAnyHolder(account), async (stores, holder) => {
    const key = await stores.sshKeys.findByName(holder.account.id, name)
    if (key !== undefined) return removeKey(stores, key)
    const pair = await named(stores, holder, name)
    if (pair.type === "ssh") throw new Error("a key pair is no registered key")
    return removeX509(stores, pair)
  })
}

/** One's own certificates by name, for whoever looks at keys and not at key pairs. */
export async function listX509KeyPairs(context: Context, actor: Actor): Promise<readonly X509KeyPair[]> {
  const { account } = await consult(context, actor, listing, findHolder(undefined))
  return context.database.stores.keyPairs.listX509(account.id)
}

/** @throws CoreError `not_found`, as for a certificate of another account */
export function deleteX509KeyPair(context: Context, actor: Actor, id: X509KeyPairId): Promise<void> {
  const find: Find<X509KeyPair> = byId(id, async ({ keyPairs }, { account }) =>
    (await keyPairs.listX509(account.id)).find((pair) => pair.id === id),
  )
  return perform(context, actor, deletingX509, find, (stores, pair) => removeX509(stores, pair))
}

async function removeX509({ keyPairs }: Pick<Stores, "keyPairs">, pair: X509KeyPair): Promise<Outcome<void>> {
  await keyPairs.deleteX509(pair.id)
  return { value: undefined, target: x509Target(pair), before: { fingerprint: pair.fingerprint } }
}

/**
 * Registers one key under one name, by all rules for keys but one: here an account can have the same key under several
 * names, as in Nova.
 *
 * @throws CoreError `conflict` with the field `name` for a name that is taken, and without for a key of another account;
 *   `quota_exceeded`; `invalid` with the field `publicKey` for what is not one public key, or `name`; `invalid` for what
 *   the policy refuses; `forbidden` as `listKeyPairs`
 */
export function importKeyPair(context: Context, actor: Actor, pair: NewKeyPair, account?: AccountId): Promise<KeyPair> {
  return perform(context, actor, importing, findAnyHolder(account), async (stores, holder) => {
    await requireRoom(stores, holder.account)
    return pair.type === "ssh"
      ? importSshKeyPair(context, stores, holder, pair)
      : importX509KeyPair(context, stores, holder, pair)
  })
}

/**
 * Whether a key pair that is yet to be made would be registered: making one is work, and is for nobody who could not have
 * it. Promises nothing, as `importKeyPair` looks at all of it again.
 *
 * @throws CoreError as `importKeyPair`, but for what only the key itself shows
 */
export async function checkNewKeyPair(
  context: Context,
  actor: Actor,
  { name: givenName, type }: Pick<NewKeyPair, "name" | "type">,
  account?: AccountId,
): Promise<void> {
  const holder = await consult(context, actor, importing, findAnyHolder(account))
  const { stores } = context.database
  await requireRoom(stores, holder.account)
  const { policy } = await stores.keyPolicy.current()
  const refusal = type === "ssh" ? refusalOfRsa(policy, madePairBits) : undefined
  if (refusal !== undefined) throw refusedBy(refusal)
  const name = parseName(givenName, "name")
  if ((await stores.keyPairs.find(holder.account.id, name)) !== undefined) throw nameTaken(holder.account, name)
}

async function importSshKeyPair(
  context: Context,
  stores: Stores,
  { account }: Holder,
  { name, publicKey: receivedText, madeHere }: NewKeyPair,
): Promise<Outcome<KeyPair>> {
  const options = { name, source: madeHere ? "openstack" : "import" } as const
  const key = await registerKey(context, stores, account, publicKeyIn(receivedText), options, { receivedText })
  return {
    value: {
      type: "ssh",
      id: key.id,
      accountId: key.accountId,
      name: key.name,
      createdAt: key.createdAt,
      publicKey: receivedText,
      fingerprint: key.md5Fingerprint.replace("MD5:", ""),
    },
    target: keyTarget(key),
    after: { ...keyDetail(key), source: key.source },
  }
}

async function importX509KeyPair(
  context: Context,
  stores: Stores,
  { account }: Holder,
  { name: givenName, publicKey, madeHere }: NewKeyPair,
): Promise<Outcome<KeyPair>> {
  const name = parseName(givenName, "name")
  const pair: X509KeyPair = {
    type: "x509",
    id: x509KeyPairId(context.secrets.id()),
    accountId: account.id,
    name,
    createdAt: context.clock.now(),
    publicKey,
    fingerprint: fingerprintX509(certificateIn(publicKey)),
  }
  const isTaken = (await stores.sshKeys.findByName(account.id, name)) !== undefined
  if (isTaken || !(await stores.keyPairs.insertX509(pair))) throw nameTaken(account, name)
  const after = { fingerprint: pair.fingerprint, source: madeHere ? "openstack" : "import" }
  return { value: pair, target: x509Target(pair), after }
}

async function named({ keyPairs }: Pick<Stores, "keyPairs">, { account }: Holder, name: string): Promise<KeyPair> {
  const pair = await keyPairs.find(account.id, name)
  if (pair !== undefined) return pair
  throw new CoreError("not_found", "there is no such key pair", { hint: "it may have been deleted or renamed" })
}
