import {
  audit,
  defaultRsaLimits,
  type KeyTypeName,
  keyTypeNames,
  keyTypes,
  MAX_RSA_BITS,
  type PublicKey,
  type RsaLimits,
} from "@latchkey/engine"
import { CoreError } from "../error.ts"
import { day, type Instant } from "../time.ts"
import { expiryNotice, type KeyStanding, type SshKey } from "./ssh-key.ts"

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

/** A reason against a key, and what to do. */
export interface KeyConcern {
  readonly message: string
  readonly hint: string
}

/** `refused`: may not be registered. `weak`: may be, and every list says so. */
export type KeyJudgement =
  | { readonly verdict: "good" }
  | { readonly verdict: "weak" | "refused"; readonly concern: KeyConcern }

/** The policy's judgement of a key, the same in the console, in the CLI and in the daemon, which has the blocklist too. */
export function judgeKey(policy: KeyPolicy, key: PublicKey): KeyJudgement {
  const { status, family } = keyTypes[key.type]
  const found = audit(key, policy)
  const worst = found.find(({ severity }) => severity === "refuse") ?? found[0]
  const concern = worst && { message: worst.message, hint: worst.hint }
  if (concern !== undefined && worst?.severity === "refuse") return { verdict: "refused", concern }
  if (status !== "usable" || !policy.allowedKeyTypes.includes(key.type)) {
    return {
      verdict: "refused",
      concern: { message: `keys of type ${family} are not accepted`, hint: hintFor(policy) },
    }
  }
  return concern === undefined ? { verdict: "good" } : { verdict: "weak", concern }
}

function hintFor({ allowedKeyTypes }: KeyPolicy): string {
  const [best] = allowedKeyTypes
  return best === undefined || best === "ssh-ed25519"
    ? "make a new key with `ssh-keygen -t ed25519`"
    : `make a new key of a type that is: ${[...new Set(allowedKeyTypes.map((name) => keyTypes[name].family))].join(", ")}`
}

export const blockedConcern: KeyConcern = {
  message: "this key is on the blocklist of this Latchkey",
  hint: "make a new key, and treat this one as known to others",
}

/** What a policy and its blocklist make of a key that is registered. */
export function standingOf(policy: KeyPolicy, key: PublicKey, isBlocked: boolean): KeyStanding {
  if (isBlocked) return "stopped"
  const { verdict } = judgeKey(policy, key)
  if (verdict === "refused") return policy.existingKeys === "apply" ? "stopped" : "weak"
  return verdict
}

/** Why a registered key is not in good standing; `undefined` when it is. */
export function concernOf(policy: KeyPolicy, key: SshKey): KeyConcern | undefined {
  if (key.standing === "good") return undefined
  const judgement = judgeKey(policy, publicKeyOfSshKey(key))
  const isStoppedByRule = judgement.verdict === "refused" && policy.existingKeys === "apply"
  if (key.standing === "stopped" && !isStoppedByRule) return blockedConcern
  return judgement.verdict === "good" ? undefined : judgement.concern
}

/** The engine's view of a registered key. */
export function publicKeyOfSshKey({ keyType, bits, blob, comment }: SshKey): PublicKey {
  return { type: keyType, bits, blob, comment }
}

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
