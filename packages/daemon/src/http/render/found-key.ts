import type { FoundKey as RenderedFoundKey } from "@latchkey/contract"
import type { FoundKey } from "@latchkey/core"
import { toPrintable } from "@latchkey/engine"
import { renderTime } from "./time.ts"

export function renderFoundKey({ publicKey, holder, ...found }: FoundKey): RenderedFoundKey {
  return {
    id: found.id,
    loginUser: found.loginUser,
    keyType: publicKey.type,
    bits: publicKey.bits,
    fingerprint: found.fingerprint,
    comment: toPrintable(publicKey.comment),
    options: toPrintable(found.options),
    decision: found.decision,
    decisionInEffect: found.isInEffect,
    holder: holder === undefined ? null : { id: holder.id, handle: holder.handle, kind: holder.kind },
    seenAt: renderTime(found.seenAt),
  }
}
