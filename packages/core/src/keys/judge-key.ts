import { audit, auditNumber, auditRsaSize, keyTypes, type PublicKey, type Weakness } from "@latchkey/engine"
import type { KeyPolicy } from "./key-policy.ts"
import type { KeyStanding, SshKey } from "./ssh-key.ts"

/** A reason against a key: a weakness that the engine finds, or what the policy has against it, in the same form. */
export type KeyConcern = Weakness

/** Reasons against a key, the worst first. */
export type KeyConcerns = readonly [KeyConcern, ...KeyConcern[]]

/** `refused`: may not be registered. `weak`: may be, and every list says so. */
export type KeyJudgement =
  | { readonly verdict: "good" }
  | { readonly verdict: "weak" | "refused"; readonly concerns: KeyConcerns }

/**
 * The policy's judgement of a key, the same in the console, in the CLI and in the daemon, which has the blocklist too.
 *
 * @param number what the engine's `auditNumber` found, where that is known already
 */
export function judgeKey(policy: KeyPolicy, key: PublicKey, number = auditNumber(key)): KeyJudgement {
  const [worst, ...others] = concernsAbout(policy, key, number)
  if (worst === undefined) return { verdict: "good" }
  return { verdict: worst.severity === "refuse" ? "refused" : "weak", concerns: [worst, ...others] }
}

function concernsAbout(policy: KeyPolicy, key: PublicKey, number: readonly Weakness[]): readonly KeyConcern[] {
  const { status, family } = keyTypes[key.type]
  const found = audit(key, { ...policy, number })
  const isAccepted = status === "usable" && policy.allowedKeyTypes.includes(key.type)
  if (isAccepted || found.some(({ code }) => code === "type")) return found
  const type = typeConcern(policy, family)
  // What lets strangers use a key is worse than what a policy does not want, and that is worse than a warning.
  const warnings = found.findIndex(({ severity }) => severity === "warn")
  return found.toSpliced(warnings === -1 ? found.length : warnings, 0, type)
}

/**
 * What a policy has against every RSA key of a size, before there is one.
 *
 * @param bits of the modulus
 */
export function refusalOfRsa(policy: KeyPolicy, bits: number): KeyConcern | undefined {
  const size = auditRsaSize(bits, policy).find(({ severity }) => severity === "refuse")
  const isAllowed = policy.allowedKeyTypes.some((type) => keyTypes[type].family === "RSA")
  return size ?? (isAllowed ? undefined : typeConcern(policy, "RSA"))
}

function typeConcern(policy: KeyPolicy, family: string): KeyConcern {
  const message = `keys of type ${family} are not accepted`
  return { code: "type", severity: "refuse", message, hint: hintFor(policy) }
}

function hintFor({ allowedKeyTypes: [best] }: KeyPolicy): string {
  const name = best === undefined ? "ed25519" : keyTypes[best].shortName.toLowerCase()
  return `make a new key with \`ssh-keygen -t ${name}\``
}

export const blockedConcern: KeyConcern = {
  code: "blocklist",
  severity: "refuse",
  message: "this key is on the blocklist of this Latchkey",
  hint: "make a new key, and treat this one as known to others",
}

/** What a policy and its blocklist make of a key that is registered. */
export function standingOf(policy: KeyPolicy, key: SshKey, isBlocked: boolean): KeyStanding {
  if (isBlocked) return "stopped"
  const { verdict } = judgeRegistered(policy, key)
  if (verdict === "refused") return policy.existingKeys === "apply" ? "stopped" : "weak"
  return verdict
}

/** Why a registered key is not in good standing, the worst first; nothing when it is. */
export function concernsOf(policy: KeyPolicy, key: SshKey): readonly KeyConcern[] {
  if (key.standing === "good") return []
  const judgement = judgeRegistered(policy, key)
  const concerns = judgement.verdict === "good" ? [] : judgement.concerns
  const isStoppedByRule = judgement.verdict === "refused" && policy.existingKeys === "apply"
  return key.standing === "stopped" && !isStoppedByRule ? [blockedConcern, ...concerns] : concerns
}

/** So many RSA keys at most are remembered, in about ten megabytes. */
const numbersKept = 50_000
const numbers = new Map<string, readonly Weakness[]>()
const sound: readonly Weakness[] = []

function judgeRegistered(policy: KeyPolicy, key: SshKey): KeyJudgement {
  const publicKey = publicKeyOfSshKey(key)
  return judgeKey(
    policy,
    publicKey,
    keyTypes[key.keyType].family === "RSA" ? numberOf(publicKey, key.fingerprint) : sound,
  )
}

/** Policies change and lists show the same keys again, but a number is what it is, and half a millisecond to look at. */
function numberOf(key: PublicKey, fingerprint: string): readonly Weakness[] {
  const known = numbers.get(fingerprint)
  if (known !== undefined) return known
  const found = auditNumber(key)
  const [oldest] = numbers.keys()
  if (oldest !== undefined && numbers.size >= numbersKept) numbers.delete(oldest)
  numbers.set(fingerprint, found.length === 0 ? sound : found)
  return found
}

/** The engine's view of a registered key. */
export function publicKeyOfSshKey({ keyType, bits, blob, comment }: SshKey): PublicKey {
  return { type: keyType, bits, blob, comment }
}
