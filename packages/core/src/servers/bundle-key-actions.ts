import { fingerprintSha256, parsePublicKey } from "@latchkey/engine"
import { isAdmin } from "../accounts/account.ts"
import { type Action, byId, consult, type Find, perform } from "../action.ts"
import type { Actor } from "../actor.ts"
import { CoreError } from "../error.ts"
import type { AccountId } from "../ids.ts"
import type { Context, Stores } from "../ports.ts"
import { day, type Instant } from "../time.ts"
import type { BundleSigningKey } from "./bundle-key.ts"
import type { BundleKeyTally } from "./bundle-key-store.ts"

/** A bundle key, and how far it is known. */
export interface KnownBundleKey extends BundleSigningKey {
  /** Connected servers that have acknowledged a bundle which names it. */
  readonly knownBy: number
  /** Connected servers that were heard in the last day and have not. */
  readonly missingOn: number
}

/** All bundle keys, the oldest first. */
export interface BundleKeys {
  readonly keys: readonly KnownBundleKey[]
  readonly connectedServers: number
}

/** The private halves that this daemon has. */
export interface BundleKeyFiles {
  /** Makes the key that comes after those that are registered, or gives one that was made and not registered: type, base64. */
  makeNext(registered: readonly BundleSigningKey[]): Promise<string>
  has(publicKey: string): Promise<boolean>
}

function byAdmins<Resource>(name: Action<Resource>["name"]): Action<Resource> {
  return {
    name,
    noun: "bundle key",
    scope: "policy:write",
    permits: ({ account }) => (isAdmin(account) ? "allowed" : "forbidden"),
  }
}

const listing = byAdmins<readonly BundleSigningKey[]>("bundle-key.list")
const announcing = byAdmins<readonly BundleSigningKey[]>("bundle-key.announce")
const using = byAdmins<readonly BundleSigningKey[]>("bundle-key.use")
const retiring = byAdmins<readonly BundleSigningKey[]>("bundle-key.retire")

const allKeys: Find<readonly BundleSigningKey[]> = ({ bundleKeys }) => bundleKeys.list()

/** @throws CoreError `forbidden` for whoever is no admin */
export async function listBundleKeys(context: Context, actor: Actor): Promise<BundleKeys> {
  const keys = await consult(context, actor, listing, allKeys)
  const tally = await context.database.stores.bundleKeys.tally(context.clock.now() - day)
  return { keys: keys.map((key) => reachOf(key, tally)), connectedServers: tally.connected }
}

/**
 * Makes the next bundle key, which every server is told to trust beside the current one. Nothing is signed with it yet.
 *
 * @throws CoreError `conflict` while another key is announced; `forbidden`
 */
export function announceBundleKey(context: Context, actor: Actor, files: BundleKeyFiles): Promise<KnownBundleKey> {
  return perform(context, actor, announcing, allKeys, async (stores, keys, { account }) => {
    const other = keys.find(({ state }) => state === "announced")
    if (other !== undefined) {
      throw new CoreError("conflict", `servers are told to trust ${other.fingerprint} beside the current key already`, {
        hint: "use that one, or retire it first",
      })
    }
    if (!keys.some(({ state }) => state === "current")) throw noKeyYet()
    const key = newBundleKey(await files.makeNext(keys), "announced", context.clock.now())
    if (keys.some(({ publicKey }) => publicKey === key.publicKey)) throw new Error("the next bundle key is an old one")
    await stores.bundleKeys.insert(key)
    const tally = await stores.bundleKeys.tally(context.clock.now() - day)
    const target = await installationFor(stores, account.id)
    return { value: reachOf(key, tally), target, after: { fingerprint: key.fingerprint } }
  })
}

/**
 * Signs with an announced key from now on. Servers trust the one before as well, until that is retired.
 *
 * @param force although servers do not know it, which then believe nothing until they are connected again
 * @throws CoreError `conflict` where servers that were heard in the last day do not know it, where this daemon lacks it, and
 *   for a retired key; `not_found`, `forbidden`
 */
export async function useBundleKey(
  context: Context,
  actor: Actor,
  fingerprint: string,
  { force = false, files }: { readonly force?: boolean | undefined; readonly files: BundleKeyFiles },
): Promise<BundleKeys> {
  await perform(context, actor, using, withKey(fingerprint), async (stores, keys, { account }) => {
    const key = requireKey(keys, fingerprint)
    if (key.state === "retired") {
      throw new CoreError("conflict", "this key was retired, and servers trust it no more", {
        hint: "announce a new one",
      })
    }
    if (!(await files.has(key.publicKey))) {
      throw new CoreError("conflict", "the daemon that was asked lacks this key", {
        hint: "copy host/bundle-key.next from the data folder of the daemon that made it to those of all others",
      })
    }
    const tally = await stores.bundleKeys.tally(context.clock.now() - day)
    const { missingOn, knownBy } = reachOf(key, tally)
    if (missingOn > 0 && !force) {
      throw new CoreError(
        "conflict",
        `${missingOn} servers that were heard in the last day do not trust this key yet`,
        {
          hint: "wait until they have asked; servers that are left behind must be connected again",
        },
      )
    }
    const before = keys.find(({ state }) => state === "current")
    if (before !== undefined) await stores.bundleKeys.setState(before.publicKey, "announced")
    await stores.bundleKeys.setState(key.publicKey, "current")
    return {
      value: undefined,
      target: await installationFor(stores, account.id),
      before: { fingerprint: before?.fingerprint ?? null },
      after: { fingerprint: key.fingerprint, leftBehind: tally.connected - knownBy },
    }
  })
  return listBundleKeys(context, actor)
}

/** Tells servers to trust a key no more. @throws CoreError `conflict` for the current one; `not_found`, `forbidden` */
export function retireBundleKey(context: Context, actor: Actor, fingerprint: string): Promise<void> {
  return perform(context, actor, retiring, withKey(fingerprint), async (stores, keys, { account }) => {
    const key = requireKey(keys, fingerprint)
    if (key.state === "current") {
      throw new CoreError("conflict", "this key signs what servers go by", { hint: "use another one first" })
    }
    await stores.bundleKeys.setState(key.publicKey, "retired")
    return {
      value: undefined,
      target: await installationFor(stores, account.id),
      before: { fingerprint, state: key.state },
      after: { fingerprint, state: "retired" },
    }
  })
}

/** A bundle key as it is registered. */
export function newBundleKey(publicKey: string, state: BundleSigningKey["state"], addedAt: Instant): BundleSigningKey {
  return { publicKey, fingerprint: fingerprintSha256(parsePublicKey(publicKey).blob), state, addedAt }
}

function reachOf(key: BundleSigningKey, { heard, reaches }: BundleKeyTally): KnownBundleKey {
  const reach = reaches.find(({ publicKey }) => publicKey === key.publicKey)
  return { ...key, knownBy: reach?.servers ?? 0, missingOn: heard - (reach?.heard ?? 0) }
}

function withKey(fingerprint: string): Find<readonly BundleSigningKey[]> {
  return byId(fingerprint, async (stores) => {
    const keys = await stores.bundleKeys.list()
    return keys.some((key) => key.fingerprint === fingerprint) ? keys : undefined
  })
}

function requireKey(keys: readonly BundleSigningKey[], fingerprint: string): BundleSigningKey {
  const key = keys.find((each) => each.fingerprint === fingerprint)
  if (key === undefined) throw new Error("the key that was just found is there")
  return key
}

async function installationFor({ accounts }: Stores, reader: AccountId) {
  return { kind: "installation", id: await accounts.installationId(), name: "Latchkey", accountId: reader } as const
}

function noKeyYet(): CoreError {
  return new CoreError("unavailable", "this installation has no bundle key yet", { hint: "start a daemon again" })
}
