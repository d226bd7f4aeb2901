import { bitLength } from "./audit/arithmetic.ts"
import { blockedAs } from "./audit/blocklist.ts"
import { hasClosePrimes, hasShortPrivateExponent, LARGEST_SMALL_FACTOR, smallFactor } from "./audit/factoring.ts"
import { primeSharing } from "./audit/key-sharing.ts"
import { isRoca } from "./audit/roca.ts"
import { rsaNumbers } from "./audit/rsa-key.ts"
import { vendorKeys } from "./audit/vendor-keys.ts"
import { broken, type Weakness } from "./audit/weakness.ts"
import { fingerprintSha256 } from "./fingerprint.ts"
import { keyTypes } from "./key-type.ts"
import { MAX_RSA_EXPONENT_BITS } from "./limits.ts"
import type { PublicKey } from "./public-key.ts"
import { defaultRsaLimits, type RsaLimits } from "./rsa-limits.ts"

/** Below this public exponent an RSA key gets a warning (FIPS 186-5 section A.1.1 wants more than 2^16). */
const WARN_RSA_EXPONENT = 65537n

/** Longest modulus with which OpenSSL takes any exponent, in bits (OpenSSL: OPENSSL_RSA_SMALL_MODULUS_BITS). */
const MAX_LONG_EXPONENT_MODULUS = 3072

/** What keys are judged by, beside what is known of their types. */
export interface AuditOptions extends Partial<RsaLimits> {
  /** Entries as `readBlocklist` gives them. */
  readonly blocklist?: ReadonlySet<string>
  /** What {@link auditNumber} found, where that is known already: it is nearly all of the work. */
  readonly number?: readonly Weakness[]
}

/** What several keys are judged by. */
export interface AuditAllOptions extends AuditOptions {
  /** Keys of others, such as of known devices: primes that they share count, and they are not judged themselves. */
  readonly known?: readonly PublicKey[]
}

/**
 * What is weak about a key, the worst first: that its private half is known, that it can be computed, its type, its
 * size and its exponent. An empty list means that nothing is. At most about a millisecond for RSA 4096.
 */
export function audit(key: PublicKey, options: AuditOptions = {}): readonly Weakness[] {
  const known = knownTo(key, options.blocklist)
  const { family } = keyTypes[key.type]
  if (family === "DSA") {
    const hint = "generate a new key instead"
    return [...known, { code: "type", severity: "refuse", message: "DSA was removed from OpenSSH", hint }]
  }
  if (family !== "RSA") return known
  const number = options.number ?? auditNumber(key)
  return [...known, ...number, ...auditRsaSize(key.bits, options), ...smallExponent(rsaNumbers(key).exponent)]
}

/**
 * What is weak about the number of an RSA key, the worst first: how it can be computed, whatever it is judged by. It stays
 * the same for ever, so whoever judges a key again and again may keep it. An empty list for all other types.
 */
export function auditNumber(key: PublicKey): readonly Weakness[] {
  if (keyTypes[key.type].family !== "RSA") return []
  const { exponent, modulus } = rsaNumbers(key)
  return factorable(exponent, modulus)
}

/**
 * What is weak about each of several keys, in their order: all that {@link audit} finds, and RSA primes that they share
 * with one another or with `known` ones. 10,000 keys of RSA 2048 take about half a minute, nearly all of it for the shared
 * primes.
 */
export function auditAll(keys: readonly PublicKey[], options: AuditAllOptions = {}): readonly (readonly Weakness[])[] {
  const shared = primeSharing([...keys, ...(options.known ?? [])])
  return keys.map((key, index) => {
    const sharing = shared[index]
    const found = audit(key, options)
    return sharing === undefined ? found : [sharing, ...found]
  })
}

function knownTo(key: PublicKey, blocklist: ReadonlySet<string> | undefined): readonly Weakness[] {
  const found: Weakness[] = []
  const device = vendorKeys.get(fingerprintSha256(key.blob).slice("SHA256:".length))
  if (device !== undefined) {
    found.push(broken("vendor_key", `the private half of this key is published: it ships in ${device}`, device))
  }
  const entry = blocklist === undefined ? undefined : blockedAs(key.blob, blocklist)
  if (entry !== undefined) found.push(broken("blocklist", `this key is on the blocklist, as ${entry}`, entry))
  return found
}

function factorable(exponent: bigint, modulus: bigint): readonly Weakness[] {
  const found: Weakness[] = []
  if (isRoca(modulus)) {
    const message = "this key was made by a faulty chip (ROCA, CVE-2017-15361): its private half can be computed"
    found.push(broken("roca", message))
  }
  const factor = smallFactor(modulus)
  if (factor !== undefined) {
    const message = `the modulus can be divided by ${factor}: a sound one has no factor up to ${LARGEST_SMALL_FACTOR}`
    found.push(broken("small_factor", message, String(factor)))
  }
  if (hasClosePrimes(modulus)) {
    found.push(broken("close_primes", "the two primes of this key are so close that its private half can be computed"))
  }
  if (bitLength(modulus) > MAX_LONG_EXPONENT_MODULUS && bitLength(exponent) > MAX_RSA_EXPONENT_BITS) {
    const message = `the public exponent is longer than ${MAX_RSA_EXPONENT_BITS} bits: OpenSSH takes no signature of such a key`
    found.push(broken("exponent", message))
  } else if (hasShortPrivateExponent(exponent, modulus)) {
    const message = "the private exponent is so short that it can be computed from the public key"
    found.push(broken("private_exponent", message))
  }
  return found
}

/** What is weak about the size of an RSA key, whatever its number: known before there is one. */
export function auditRsaSize(bits: number, limits: Partial<RsaLimits> = {}): readonly Weakness[] {
  const { minimumRsaBits, advisedRsaBits } = { ...defaultRsaLimits, ...limits }
  const found: Weakness[] = []
  if (bits < minimumRsaBits) {
    const message = `RSA ${bits} is too short to be safe`
    found.push({ code: "size", severity: "refuse", message, hint: "generate a new key instead" })
  } else if (bits < advisedRsaBits) {
    const message = `RSA ${bits} is shorter than the ${advisedRsaBits} bits that last`
    found.push({ code: "size", severity: "warn", message, hint: "replace it with an Ed25519 key when you can" })
  }
  return found
}

function smallExponent(exponent: bigint): readonly Weakness[] {
  if (exponent >= WARN_RSA_EXPONENT) return []
  const message = `the public exponent ${exponent} is unusually small`
  return [{ code: "exponent", severity: "warn", message, hint: "replace it with an Ed25519 key when you can" }]
}
