import { CoreError } from "../error.ts"
import type { Context, Stores } from "../ports.ts"
import { hour, type Instant, minute, second } from "../time.ts"
import { networkOf } from "./network.ts"
import type { FailureKind, SignInFailures } from "./sign-in-failures.ts"

// Only the pair of name and network is ever made to wait: an attacker who fails all day must keep nobody else out,
// neither the account's owner elsewhere nor colleagues behind one address. Failures of the name from everywhere, or of
// the network with every name, take away the pair's free tries instead.
const freeTries = 5
const freeTriesUnderAttack = 1
const longestWait = 1 * minute
const underAttack: Readonly<Record<"name" | "network", number>> = { name: 20, network: 50 }

/** Failures are forgotten when none came for this long. */
export const failureMemory = 1 * hour

/** How many milliseconds from `now` the next try is looked at: nothing while tries are free, then 1 s, doubling up to a minute. */
export function backOff(failures: SignInFailures | undefined, free: number, now: Instant): number {
  const count = remembered(failures, now)
  if (failures === undefined || count < free) return 0
  const wait = Math.min(longestWait, second * 2 ** Math.min(count - free, 30))
  // A clock set back must not make anyone wait longer than the wait itself.
  return Math.max(0, Math.min(wait, failures.lastAt + wait - now))
}

function remembered(failures: SignInFailures | undefined, now: Instant): number {
  return failures === undefined || now - failures.lastAt >= failureMemory ? 0 : failures.count
}

/** The counters that one try touches. They are kept by hash: what is typed as a name may be a password. */
export type Counters = Readonly<Record<FailureKind, string>>

/** The counters of a try with this name from this request's address. */
export function countersOf(context: Context, name: string): Counters {
  const network = networkOf(context.origin.address)
  return {
    name: context.secrets.hash(`name\n${name}`),
    network: context.secrets.hash(`network\n${network}`),
    "name-and-network": context.secrets.hash(`name-and-network\n${name}\n${network}`),
  }
}

/**
 * Counts a try as failed before its password is looked at, so that many at once cannot all be free.
 * A sign-in that succeeds takes its count away again with `forgive`.
 *
 * @throws CoreError `rate_limited`; the try is not counted then
 */
export async function countTry(context: Context, stores: Stores, counters: Counters): Promise<void> {
  const now = context.clock.now()
  const failures = async (kind: FailureKind) => stores.signInFailures.find(kind, counters[kind])
  const attacked =
    remembered(await failures("name"), now) >= underAttack.name ||
    remembered(await failures("network"), now) >= underAttack.network
  const wait = backOff(await failures("name-and-network"), attacked ? freeTriesUnderAttack : freeTries, now)
  if (wait > 0) {
    const seconds = Math.ceil(wait / second)
    throw new CoreError("rate_limited", "too many tries to sign in", {
      hint: `wait ${seconds} s, then try again`,
      retryAfter: seconds,
    })
  }
  for (const kind of kinds) await stores.signInFailures.add(kind, counters[kind], now, now - failureMemory)
}

const kinds = ["name", "network", "name-and-network"] as const

/** Takes the count of a try away after it succeeded. The pair starts afresh; name and network keep what others did. */
export async function forgive(stores: Stores, counters: Counters): Promise<void> {
  await stores.signInFailures.subtract("name", counters.name)
  await stores.signInFailures.subtract("network", counters.network)
  await stores.signInFailures.clear("name-and-network", counters["name-and-network"])
}
