import type { KeyDeleteResult, KeyImportResult, KeyPage, SshKey as RenderedSshKey } from "@latchkey/contract"
import {
  type DeleteOutcome,
  defaultKeyPolicy,
  type ImportOutcome,
  type Instant,
  judgeKey,
  keyStatus,
  type Page,
  type SshKey,
} from "@latchkey/core"
import { formatPublicKey, toPrintable } from "@latchkey/engine"
import { renderRefusal } from "./problem.ts"
import { renderTime } from "./time.ts"

/** A key with what the policy and the clock say of it at `now`. */
export function renderSshKey(key: SshKey, now: Instant): RenderedSshKey {
  const publicKey = { type: key.keyType, bits: key.bits, blob: key.blob, comment: key.comment }
  const judgement = judgeKey(defaultKeyPolicy, publicKey)
  const { lastUse } = key
  return {
    id: key.id,
    name: toPrintable(key.name),
    keyType: key.keyType,
    bits: key.bits,
    fingerprint: key.fingerprint,
    md5Fingerprint: key.md5Fingerprint,
    comment: toPrintable(key.comment),
    publicKey: formatPublicKey(publicKey),
    createdAt: renderTime(key.createdAt),
    source: key.source,
    isDefault: key.isDefault,
    expiresAt: renderTime(key.expiresAt),
    disabledAt: renderTime(key.disabledAt),
    verifiedAt: renderTime(key.verifiedAt),
    lastUse: lastUse.state === "used" ? { ...lastUse, at: renderTime(lastUse.at) } : lastUse,
    status: keyStatus(key, judgement.verdict !== "good", now),
    concern: judgement.verdict === "good" ? null : judgement.concern,
  }
}

export function renderKeyPage({ items, ...rest }: Page<SshKey>, now: Instant): KeyPage {
  return { ...rest, items: items.map((key) => renderSshKey(key, now)) }
}

export function renderImportOutcome(outcome: ImportOutcome, now: Instant): KeyImportResult["results"][number] {
  const { item, line } = outcome
  return "key" in outcome
    ? { outcome: "imported", item, line, key: renderSshKey(outcome.key, now) }
    : { outcome: "refused", item, line, error: renderRefusal(outcome.error) }
}

export function renderDeleteOutcome(outcome: DeleteOutcome): KeyDeleteResult["results"][number] {
  const { id } = outcome
  return "deleted" in outcome
    ? { outcome: "deleted", id }
    : { outcome: "failed", id, error: renderRefusal(outcome.error) }
}
