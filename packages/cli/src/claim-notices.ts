import { type Client, type KeyClaim, routes } from "@latchkey/contract"
import type { Instant } from "@latchkey/core"
import { shellWord } from "@latchkey/engine"
import { inWords } from "./time.ts"

/** What a person should know though they did not ask. */
export interface Notice {
  readonly message: string
  readonly hint?: string
}

/** What the account is told of claims: those that it can still answer, and with `settled` what became of the others. */
export async function claimNotices(
  client: Client,
  settled: boolean,
  now: Instant,
  signal: AbortSignal,
): Promise<readonly Notice[]> {
  const { items } = await client.call(routes.listKeyClaims, { query: {} }, signal)
  return items.flatMap((claim) => {
    const notice = claim.side === "holder" ? toHolder(claim, settled, now) : toClaimant(claim, settled)
    return notice === undefined ? [] : [notice]
  })
}

function toHolder(
  { state, keyName, takesEffectAt, fingerprint }: KeyClaim,
  settled: boolean,
  now: Instant,
): Notice | undefined {
  if (state === "waiting") {
    return {
      message: `another account proved that it holds ${keyName}, and gets the key ${inWords(takesEffectAt, now)} unless you prove it too`,
      hint: `latchkey key verify ${shellWord(keyName)}`,
    }
  }
  if (state !== "taken_over" || !settled) return undefined
  return {
    message: `another account proved that it holds ${keyName}: it has the key now`,
    hint: `if nobody else should have its private half, make a new key and remove this one wherever it opens something; ${dismissing(fingerprint)}`,
  }
}

function toClaimant({ state, fingerprint, reason }: KeyClaim, settled: boolean): Notice | undefined {
  if (!settled) return undefined
  if (state === "failed") {
    const message = `the claimed key ${fingerprint} is not yours: ${reason ?? "it was refused"}`
    return { message, hint: dismissing(fingerprint) }
  }
  if (state !== "kept") return undefined
  return {
    message: `the other account proved that it holds ${fingerprint}, too, and keeps the key`,
    hint: `two people have its private half: make a new key; ${dismissing(fingerprint)}`,
  }
}

function dismissing(fingerprint: string): string {
  return `latchkey key dismiss ${fingerprint} drops this notice`
}
