import type {
  KeyDeleteResult,
  KeyImportResult,
  KeyPage,
  KeySummary as RenderedKeySummary,
  SshKey as RenderedSshKey,
} from "@latchkey/contract"
import {
  type Context,
  concernsOf,
  type DeleteOutcome,
  type ImportOutcome,
  type Instant,
  type KeyOwner,
  type KeyPolicy,
  type KeySummary,
  type KeyUse,
  keyStatus,
  type OwnedKey,
  type Page,
  policyBehind,
  publicKeyOfSshKey,
  type SshKey,
  summaryDays,
} from "@latchkey/core"
import { formatPublicKey, toPrintable } from "@latchkey/engine"
import { renderRefusal } from "./problem.ts"
import { renderTime } from "./time.ts"

/** What keys are looked at by: the policy that made of them what they are, and the time. */
export interface View {
  readonly policy: KeyPolicy
  readonly now: Instant
}

export async function viewOf(context: Context, keys: readonly SshKey[]): Promise<View> {
  return { policy: await policyBehind(context, keys), now: context.clock.now() }
}

/** A key with what the policy and the clock say of it at `now`. */
export function renderSshKey(key: OwnedKey, { policy, now }: View): RenderedSshKey {
  return {
    id: key.id,
    owner: renderOwner(key.owner),
    name: toPrintable(key.name),
    keyType: key.keyType,
    bits: key.bits,
    fingerprint: key.fingerprint,
    md5Fingerprint: key.md5Fingerprint,
    comment: toPrintable(key.comment),
    publicKey: formatPublicKey(publicKeyOfSshKey(key)),
    createdAt: renderTime(key.createdAt),
    source: key.source,
    isDefault: key.isDefault,
    expiresAt: renderTime(key.expiresAt),
    disabledAt: renderTime(key.disabledAt),
    verifiedAt: renderTime(key.verifiedAt),
    lastUse: renderKeyUse(key.lastUse),
    status: keyStatus(key, now),
    concerns: [...concernsOf(policy, key)],
  }
}

function renderOwner({ id, handle, kind, projectId }: KeyOwner): RenderedSshKey["owner"] {
  return { id, handle, kind, ...(projectId !== undefined && { projectId }) }
}

export function renderKeyUse(lastUse: KeyUse): RenderedSshKey["lastUse"] {
  return lastUse.state === "used" ? { ...lastUse, at: renderTime(lastUse.at) } : lastUse
}

export function renderKeyPage({ items, ...rest }: Page<OwnedKey>, view: View): KeyPage {
  return { ...rest, items: items.map((key) => renderSshKey(key, view)) }
}

export function renderImportOutcome(outcome: ImportOutcome, view: View): KeyImportResult["results"][number] {
  const { item, line } = outcome
  if ("error" in outcome) return { outcome: "refused", item, line, error: renderRefusal(outcome.error) }
  const { key, expiresByPolicy } = outcome
  return { outcome: "imported", item, line, key: renderSshKey(key, view), expiresByPolicy }
}

export function renderKeySummary({ expiresSoon, ...counts }: KeySummary): RenderedKeySummary {
  return {
    ...counts,
    health: { ...counts.health },
    types: [...counts.types],
    days: [...summaryDays],
    ages: [...counts.ages],
    lastUses: [...counts.lastUses],
    expiresSoon: expiresSoon.flatMap(({ id, name, expiresAt }) =>
      expiresAt === undefined ? [] : [{ id, name: toPrintable(name), expiresAt: renderTime(expiresAt) }],
    ),
  }
}

export function renderDeleteOutcome(outcome: DeleteOutcome): KeyDeleteResult["results"][number] {
  const { id } = outcome
  return "deleted" in outcome
    ? { outcome: "deleted", id }
    : { outcome: "failed", id, error: renderRefusal(outcome.error) }
}
