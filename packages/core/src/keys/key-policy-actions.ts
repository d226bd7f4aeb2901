import { keyTypes } from "@latchkey/engine"
import { isAdmin } from "../accounts/account.ts"
import { type Action, consult, onOwn, perform } from "../action.ts"
import type { Actor } from "../actor.ts"
import { CoreError } from "../error.ts"
import type { PageRequest } from "../page.ts"
import type { Context, Stores } from "../ports.ts"
import { type ParsedBlocklist, parseBlocklist } from "./blocklist.ts"
import { defaultKeyPolicy, type KeyEffect, type KeyPolicy, type keyEffects, parseKeyPolicy } from "./key-policy.ts"
import { type AffectedKey, affectedKeys, type PolicyDraft } from "./key-policy-effects.ts"
import type { KeyPolicyState } from "./key-policy-store.ts"
import type { SshKey } from "./ssh-key.ts"
import type { PolicyEffect } from "./ssh-key-store.ts"

/** What an admin would change; what is absent stays. */
export interface KeyPolicyChange {
  readonly policy?: KeyPolicy | undefined
  /** The whole text of the new blocklist, which takes the place of the old one; empty: none. */
  readonly blocklist?: string | undefined
}

/** How many keys a change has each effect on. */
export type EffectCounts = Readonly<Record<KeyEffect, number>>

/** What a change would do, before it is made. */
export interface KeyPolicyPreview {
  /** Of the state that the preview was made of: saving names it. */
  readonly revision: number
  readonly counts: EffectCounts
  /** Accounts with keys that would change, those with most first, at most `accountsShown`. */
  readonly accounts: readonly { readonly handle: string; readonly counts: EffectCounts }[]
  readonly accountTotal: number
  /** A page of the keys that would change: by account, then by name. */
  readonly items: readonly AffectedKey[]
  readonly total: number
  readonly nextCursor?: string
  readonly blocklist?: ParsedBlocklist
}

export const accountsShown = 100

const noun = "key policy"
const byAdmins = (name: Action<KeyPolicyState>["name"]): Action<KeyPolicyState> => ({
  name,
  noun,
  scope: "policy:write",
  permits: ({ account }) => (isAdmin(account) ? "allowed" : "forbidden"),
})
const showing = onOwn<KeyPolicyState>("key-policy.show", noun, "any")
const listingBlocked: Action<readonly string[]> = {
  name: "key-policy.show",
  noun,
  scope: "policy:write",
  permits: ({ account }) => (isAdmin(account) ? "allowed" : "forbidden"),
}
const previewing = byAdmins("key-policy.preview")
const updating = byAdmins("key-policy.update")

/** The policy, for everyone who is signed in: whoever adds a key should know what is asked of it. */
export function showKeyPolicy(context: Context, actor: Actor): Promise<KeyPolicyState> {
  return consult(context, actor, showing, (stores) => stores.keyPolicy.current())
}

/** The policy by which to say what is wrong with these keys. Nothing is read when nothing is. */
export async function policyBehind({ database }: Context, keys: readonly SshKey[]): Promise<KeyPolicy> {
  if (keys.every(({ standing }) => standing === "good")) return defaultKeyPolicy
  return (await database.stores.keyPolicy.current()).policy
}

/** All fingerprints on the blocklist. @throws CoreError `forbidden` for all but admins */
export function listBlockedKeys(context: Context, actor: Actor): Promise<readonly string[]> {
  return consult(context, actor, listingBlocked, (stores) => stores.keyPolicy.blocklist())
}

/**
 * What a change would do to the keys that are registered now. Changes nothing.
 *
 * @throws CoreError `forbidden` for all but admins, `invalid` for a policy or a list that makes no sense
 */
export async function previewKeyPolicy(
  context: Context,
  actor: Actor,
  change: KeyPolicyChange,
  { limit, cursor }: PageRequest,
): Promise<KeyPolicyPreview> {
  const current = await consult(context, actor, previewing, (stores) => stores.keyPolicy.current())
  const { draft, parsed } = draftOf(current, change)
  const found: AffectedKey[] = []
  for await (const affected of affectedKeys(context, context.database.stores, draft)) found.push(affected)
  found.sort((left, right) => compare(left.handle, right.handle) || compare(left.key.name, right.key.name))
  const start = cursor === undefined ? 0 : parseCursor(cursor)
  const end = start + limit
  const accounts = [...Map.groupBy(found, ({ handle }) => handle)]
    .map(([handle, keys]) => ({ handle, counts: count(keys), total: keys.length }))
    .sort((left, right) => right.total - left.total)
  return {
    revision: current.revision,
    counts: count(found),
    accounts: accounts.slice(0, accountsShown).map(({ handle, counts }) => ({ handle, counts })),
    accountTotal: accounts.length,
    items: found.slice(start, end),
    total: found.length,
    ...(end < found.length && { nextCursor: String(end) }),
    ...(parsed !== undefined && { blocklist: parsed }),
  }
}

/** What saving did. */
export interface KeyPolicySaved {
  readonly state: KeyPolicyState
  readonly counts: EffectCounts
  readonly blocklist?: ParsedBlocklist
}

/**
 * Saves a change and, in the same transaction, what it does to the keys that are registered.
 *
 * @param revision of the state that the admin looked at
 * @throws CoreError `forbidden` for all but admins, `invalid`, `conflict` when somebody has changed the policy since
 */
export function updateKeyPolicy(
  context: Context,
  actor: Actor,
  revision: number,
  change: KeyPolicyChange,
): Promise<KeyPolicySaved> {
  // Outside of the transaction: reading a long list takes a while.
  const blocklist = change.blocklist === undefined ? undefined : parseBlocklist(change.blocklist)
  return perform(
    context,
    actor,
    updating,
    (stores) => stores.keyPolicy.current(),
    async (stores, current, { account }) => {
      if (current.revision !== revision) throw changedMeanwhile(current)
      const policy = change.policy === undefined ? current.policy : parseKeyPolicy(change.policy)
      const state: KeyPolicyState = {
        policy,
        revision: revision + 1,
        blockedKeys: blocklist === undefined ? current.blockedKeys : blocklist.fingerprints.length,
        lastChange: {
          at: context.clock.now(),
          by: { accountId: account.id, handle: account.handle },
          what: changeWords(current.policy, policy, blocklist?.fingerprints.length),
        },
      }
      if (!(await stores.keyPolicy.save(state))) throw changedMeanwhile(await stores.keyPolicy.current())
      if (blocklist !== undefined) await stores.keyPolicy.replaceBlocklist(blocklist.fingerprints)
      const counts = await applyToKeys(context, stores, { policy, blocklist: undefined })
      return {
        value: { state, counts, ...(blocklist !== undefined && { blocklist }) },
        target: {
          kind: "key_policy",
          id: await stores.accounts.installationId(),
          name: "key policy",
          accountId: account.id,
        },
        before: detail(current),
        after: { ...detail(state), ...counts },
      }
    },
  )
}

async function applyToKeys(context: Context, stores: Stores, draft: PolicyDraft): Promise<EffectCounts> {
  const counts = { ...count([]) }
  let effects: PolicyEffect[] = []
  for await (const { effect, after } of affectedKeys(context, stores, draft)) {
    counts[effect]++
    effects.push(after)
    if (effects.length < writtenAtOnce) continue
    await stores.sshKeys.applyPolicy(effects)
    effects = []
  }
  if (effects.length > 0) await stores.sshKeys.applyPolicy(effects)
  return counts
}

const writtenAtOnce = 500

function draftOf(current: KeyPolicyState, { policy, blocklist }: KeyPolicyChange) {
  const parsed = blocklist === undefined ? undefined : parseBlocklist(blocklist)
  const draft: PolicyDraft = {
    policy: policy === undefined ? current.policy : parseKeyPolicy(policy),
    blocklist: parsed && new Set(parsed.fingerprints),
  }
  return { draft, parsed }
}

function count(keys: readonly AffectedKey[]): EffectCounts {
  const counts = { stops: 0, expires_earlier: 0, turns_weak: 0, opens_again: 0, turns_good: 0 }
  for (const { effect } of keys) counts[effect]++
  return counts satisfies Record<(typeof keyEffects)[number], number>
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}

function parseCursor(cursor: string): number {
  if (/^[1-9]\d{0,8}$/.test(cursor)) return Number(cursor)
  const message = "this cursor is not valid"
  throw new CoreError("invalid", message, { fields: [{ path: "cursor", message }] })
}

function changedMeanwhile({ lastChange }: KeyPolicyState): CoreError {
  const who = lastChange === undefined ? "somebody" : lastChange.by.handle
  const what = lastChange === undefined ? "" : `: ${lastChange.what}`
  return new CoreError("conflict", `${who} has changed the key policy since you looked${what}`, {
    hint: "look at the policy as it is now, and make your change again",
  })
}

function detail({ policy, blockedKeys }: KeyPolicyState) {
  const { allowedKeyTypes, minimumRsaBits, advisedRsaBits, maximumLifetimeDays, existingKeys } = policy
  return {
    allowedKeyTypes: allowedKeyTypes.join(","),
    minimumRsaBits,
    advisedRsaBits,
    maximumLifetimeDays: maximumLifetimeDays ?? null,
    existingKeys,
    blockedKeys,
  }
}

/** "minimum RSA size 2048 to 3072 bits; blocklist of 17 keys" */
function changeWords(before: KeyPolicy, after: KeyPolicy, blocked: number | undefined): string {
  const families = ({ allowedKeyTypes }: KeyPolicy) =>
    [...new Set(allowedKeyTypes.map((name) => keyTypes[name].family))].join(", ")
  const days = ({ maximumLifetimeDays: lifetime }: KeyPolicy) => (lifetime === undefined ? "none" : `${lifetime} days`)
  const facts: readonly (readonly [string, unknown, unknown])[] = [
    ["allowed types", families(before), families(after)],
    ["minimum RSA size", before.minimumRsaBits, after.minimumRsaBits],
    ["warning below RSA size", before.advisedRsaBits, after.advisedRsaBits],
    ["maximum lifetime", days(before), days(after)],
    ["existing keys", before.existingKeys, after.existingKeys],
  ]
  const changed = facts.flatMap(([name, from, to]) => (from === to ? [] : [`${name} from ${from} to ${to}`]))
  if (blocked !== undefined) changed.push(blocked === 0 ? "blocklist cleared" : `blocklist of ${blocked} entries`)
  return changed.length === 0 ? "nothing but its revision" : changed.join("; ")
}
