import type {
  BlocklistOutcome,
  KeyPolicyPreview as RenderedPreview,
  KeyPolicySaved as RenderedSaved,
  KeyPolicyState as RenderedState,
} from "@latchkey/contract"
import type {
  AffectedKey,
  KeyPolicyChange,
  KeyPolicyPreview,
  KeyPolicySaved,
  KeyPolicyState,
  ParsedBlocklist,
} from "@latchkey/core"
import { toPrintable } from "@latchkey/engine"
import { renderKeyUse } from "./ssh-key.ts"
import { renderTime } from "./time.ts"

export function renderPolicyState({ policy, revision, blockedKeys, lastChange }: KeyPolicyState): RenderedState {
  const { allowedKeyTypes, maximumLifetimeDays, ...rest } = policy
  return {
    policy: { ...rest, allowedKeyTypes: [...allowedKeyTypes], maximumLifetimeDays: maximumLifetimeDays ?? null },
    revision,
    blockedKeys,
    lastChange:
      lastChange === undefined
        ? null
        : { at: renderTime(lastChange.at), by: lastChange.by.handle, what: lastChange.what },
  }
}

/** What the API was asked for, as core has it. */
export function toPolicyChange({
  policy,
  blocklist,
}: {
  readonly policy?: RenderedState["policy"] | undefined
  readonly blocklist?: string | undefined
}): KeyPolicyChange {
  if (policy === undefined) return { blocklist }
  const { maximumLifetimeDays, ...rest } = policy
  return { policy: { ...rest, ...(maximumLifetimeDays !== null && { maximumLifetimeDays }) }, blocklist }
}

export function renderPreview(preview: KeyPolicyPreview): RenderedPreview {
  const { revision, counts, accounts, accountTotal, items, total, nextCursor, blocklist } = preview
  return {
    revision,
    counts: { ...counts },
    accounts: accounts.map((account) => ({ handle: account.handle, counts: { ...account.counts } })),
    accountTotal,
    items: items.map(renderAffected),
    total,
    nextCursor,
    blocklist: renderBlocklist(blocklist),
  }
}

export function renderSaved({ state, counts, blocklist }: KeyPolicySaved): RenderedSaved {
  return { state: renderPolicyState(state), counts: { ...counts }, blocklist: renderBlocklist(blocklist) }
}

function renderBlocklist(blocklist: ParsedBlocklist | undefined): BlocklistOutcome | undefined {
  if (blocklist === undefined) return undefined
  const { fingerprints, duplicates, faultCount, faults } = blocklist
  return { entries: fingerprints.length, duplicates, faultCount, faults: [...faults] }
}

function renderAffected({ key, handle, effect, after }: AffectedKey): RenderedPreview["items"][number] {
  return {
    effect,
    handle,
    id: key.id,
    name: toPrintable(key.name),
    keyType: key.keyType,
    bits: key.bits,
    fingerprint: key.fingerprint,
    lastUse: renderKeyUse(key.lastUse),
    expiresAt: renderTime(key.expiresAt),
    expiresAfterwards: renderTime(after.expiresAt),
  }
}
