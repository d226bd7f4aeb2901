import {
  defaultRsaLimits,
  type KeyTypeName,
  keyTypeNames,
  keyTypes,
  MAX_RSA_BITS,
  type RsaLimits,
} from "@latchkey/engine"
import { CoreError } from "../error.ts"
import { day, type Instant } from "../time.ts"
import { expiryNotice, type SshKey } from "./ssh-key.ts"

// What a policy is stands apart from judging by it: pages that only show one do not load the cryptography of reading keys.

/** What a stricter policy does to keys that are registered already: they go on, marked weak, or it holds for them too. */
export const existingKeysRules = ["keep", "apply"] as const
export type ExistingKeysRule = (typeof existingKeysRules)[number]

/** What an installation demands of the keys that it takes. The blocklist stands beside it: it is long. */
export interface KeyPolicy extends RsaLimits {
  /** In the order of the engine's table; at least one. */
  readonly allowedKeyTypes: readonly KeyTypeName[]
  /** A key expires at most so many days after it was registered; absent: it need not expire. */
  readonly maximumLifetimeDays?: number
  readonly existingKeys: ExistingKeysRule
}

/** The key types that a policy can allow: the engine reads more, and calls those broken or unusable. */
export const usableKeyTypes: readonly KeyTypeName[] = keyTypeNames.filter((name) => keyTypes[name].status === "usable")

export const defaultKeyPolicy: KeyPolicy = {
  ...defaultRsaLimits,
  allowedKeyTypes: usableKeyTypes,
  existingKeys: "keep",
}

/** No policy takes RSA keys below the size that the engine calls too short to be safe. */
export const lowestRsaBits = defaultRsaLimits.minimumRsaBits
export const highestRsaBits = MAX_RSA_BITS

export const longestLifetimeDays = 3650

/**
 * A policy that makes sense: its limits in order and within bounds, its key types known and usable, each once.
 *
 * @throws CoreError `invalid` with one field for each fault
 */
export function parseKeyPolicy(policy: KeyPolicy): KeyPolicy {
  const { minimumRsaBits, advisedRsaBits, maximumLifetimeDays: lifetime } = policy
  const allowedKeyTypes = usableKeyTypes.filter((name) => policy.allowedKeyTypes.includes(name))
  const isWithin = (value: number, lowest: number, highest: number) =>
    Number.isInteger(value) && value >= lowest && value <= highest
  const faults: readonly (readonly [boolean, string, string])[] = [
    [
      allowedKeyTypes.length !== new Set(policy.allowedKeyTypes).size,
      "allowedKeyTypes",
      `of key types only these can be allowed: ${usableKeyTypes.join(", ")}`,
    ],
    [allowedKeyTypes.length === 0, "allowedKeyTypes", "allow at least one key type, or nobody could add a key"],
    [
      !isWithin(minimumRsaBits, lowestRsaBits, highestRsaBits),
      "minimumRsaBits",
      `the smallest RSA key is from ${lowestRsaBits} to ${highestRsaBits} bits: shorter ones are not safe`,
    ],
    [
      !isWithin(advisedRsaBits, minimumRsaBits, highestRsaBits),
      "advisedRsaBits",
      `the warning is for keys below a size from the smallest one to ${highestRsaBits} bits`,
    ],
    [
      lifetime !== undefined && !isWithin(lifetime, 1, longestLifetimeDays),
      "maximumLifetimeDays",
      `the longest lifetime is from 1 to ${longestLifetimeDays} days`,
    ],
  ]
  const fields = faults.flatMap(([isFault, path, message]) => (isFault ? [{ path, message }] : []))
  const [first] = fields
  if (first !== undefined) throw new CoreError("invalid", first.message, { fields })
  return { ...policy, allowedKeyTypes }
}

/** Most entries of a blocklist. */
export const maximumBlockedKeys = 100_000

/** Longest text of a blocklist that is read, in characters: 16 MiB. */
export const longestBlocklist = 16 * 1024 * 1024

/** So many of the lines that are not understood are told one by one; the rest are counted. */
export const blocklistFaultsShown = 100

/** Most lines of a blocklist that are not understood: each is as much work as a key, and nobody else is served meanwhile. */
export const maximumBlocklistFaults = 10_000

/**
 * How a line begins that starts a private key: a blocklist that holds one is refused, and not sent by the console. The
 * white space before it stays on its line, or a run of blank lines would be read again from each of them.
 */
export const privateKeyStart = /^[^\S\r\n\u2028\u2029]*(?:-+ ?BEGIN [A-Z0-9 ]*PRIVATE KEY|PuTTY-User-Key-File-)/m

/** What a change of the policy does to a registered key, worst first. */
export const keyEffects = ["stops", "expires_earlier", "turns_weak", "opens_again", "turns_good"] as const
export type KeyEffect = (typeof keyEffects)[number]

/** The latest moment at which a key that was registered at `createdAt` may expire; absent: none. */
export function latestExpiry({ maximumLifetimeDays }: KeyPolicy, createdAt: Instant): Instant | undefined {
  return maximumLifetimeDays === undefined ? undefined : createdAt + maximumLifetimeDays * day
}

/**
 * The expiry that a registered key has once a policy is saved at `now`: its own, unless the policy is to hold for
 * registered keys and asks for an earlier one. That is never so soon that nobody would be told before.
 */
export function expiryUnder(
  policy: KeyPolicy,
  { createdAt, expiresAt }: Pick<SshKey, "createdAt" | "expiresAt">,
  now: Instant,
): Instant | undefined {
  const latest = latestExpiry(policy, createdAt)
  if (latest === undefined || policy.existingKeys === "keep") return expiresAt
  const bounded = Math.max(latest, now + expiryNotice)
  return expiresAt === undefined || expiresAt > bounded ? bounded : expiresAt
}
