import { CoreError } from "../error.ts"
import type { AccountId } from "../ids.ts"
import type { Context, Stores } from "../ports.ts"
import { hour, type Instant, minute, second } from "../time.ts"

/** What is counted: tries with one name, from one address, or with both. */
export type FailureKind = "name" | "address" | "name-and-address"

export interface SignInFailures {
  readonly count: number
  readonly lastAt: Instant
}

/** How failures slow the next try: the first `free` cost nothing, then 1 s, doubling up to `longest`. */
interface Pace {
  readonly free: number
  readonly longest: number
}

// One person mistyping is slowed by the pair. The name alone waits little, and not at all from an address that this
// account has signed in from before: an attacker who fails all day must not keep its owner out. The address alone is
// generous: an office shares one.
const paces: Readonly<Record<FailureKind, Pace>> = {
  "name-and-address": { free: 5, longest: 5 * minute },
  name: { free: 20, longest: 5 * second },
  address: { free: 50, longest: 5 * minute },
}

/** Failures are forgotten when none came for this long. */
export const failureMemory = 1 * hour

/** How long after the last failure the next try is looked at, in milliseconds. */
export function backOff(kind: FailureKind, failures: SignInFailures | undefined, now: Instant): number {
  if (failures === undefined || now - failures.lastAt >= failureMemory) return 0
  const { free, longest } = paces[kind]
  if (failures.count < free) return 0
  const delay = Math.min(longest, second * 2 ** Math.min(failures.count - free, 30))
  return Math.max(0, Math.min(delay, failures.lastAt + delay - now))
}

/** The counters that one try touches, by kind and key; keys are hashes, so a mistyped password in the name field is not stored. */
export interface CountedAs {
  readonly kind: FailureKind
  readonly key: string
}

/** What a try with this name from this request's address counts as. */
export function countedAs(context: Context, name: string): readonly CountedAs[] {
  const address = context.origin.address ?? "unknown"
  const key = (kind: FailureKind, text: string) => ({ kind, key: context.secrets.hash(`${kind}\n${text}`) })
  return [key("name-and-address", `${name}\n${address}`), key("name", name), key("address", address)]
}

/**
 * Counts a try as failed before its password is looked at, so that many at once cannot all be free.
 * A sign-in that succeeds takes its counts away again with `forgive`.
 *
 * @throws CoreError `rate_limited`
 */
export async function countTry(
  context: Context,
  stores: Stores,
  tries: readonly CountedAs[],
  account: AccountId | undefined,
): Promise<void> {
  const now = context.clock.now()
  const { address } = context.origin
  const known =
    account !== undefined && address !== undefined && (await stores.loginSessions.knowsAddress(account, address))
  let wait = 0
  for (const { kind, key } of tries) {
    if (kind === "name" && known) continue
    wait = Math.max(wait, backOff(kind, await stores.signInFailures.find(kind, key), now))
  }
  if (wait > 0) {
    const seconds = Math.ceil(wait / second)
    throw new CoreError("rate_limited", "too many tries to sign in", {
      hint: `wait ${seconds} s, then try again`,
      retryAfter: seconds,
    })
  }
  for (const { kind, key } of tries) await stores.signInFailures.add(kind, key, now, now - failureMemory)
}

/** Takes the counts of a try away after it succeeded; the address keeps the counts of other names. */
export async function forgive(stores: Stores, tries: readonly CountedAs[]): Promise<void> {
  for (const { kind, key } of tries) {
    if (kind === "address") await stores.signInFailures.subtract(kind, key)
    else await stores.signInFailures.clear(kind, key)
  }
}
