import { keyTypes } from "./key-type.ts"
import { type PublicKey, publicFields } from "./public-key.ts"
import { defaultRsaLimits, type RsaLimits } from "./rsa-limits.ts"

/** Below this public exponent an RSA key gets a warning (FIPS 186-5 section A.1.1 wants more than 2^16). */
const WARN_RSA_EXPONENT = 65537

/** One reason against a key. */
export interface Weakness {
  readonly code: "size" | "exponent" | "type"
  /** `refuse`: must not be admitted; `warn`: may be, and the person is told. */
  readonly severity: "refuse" | "warn"
  readonly message: string
  readonly hint: string
}

/** What is weak about a key: its type, its size and its exponent. An empty list means nothing is. */
export function audit(key: PublicKey, limits: RsaLimits = defaultRsaLimits): readonly Weakness[] {
  const { family } = keyTypes[key.type]
  if (family === "DSA") {
    return [weakness("type", "refuse", "DSA was removed from OpenSSH", "generate a new key instead")]
  }
  if (family !== "RSA") return []
  const found: Weakness[] = []
  if (key.bits < limits.minimumRsaBits) {
    found.push(weakness("size", "refuse", `RSA ${key.bits} is too short to be safe`, "generate a new key instead"))
  } else if (key.bits < limits.advisedRsaBits) {
    const message = `RSA ${key.bits} is shorter than the ${limits.advisedRsaBits} bits that last`
    found.push(weakness("size", "warn", message, "replace it with an Ed25519 key when you can"))
  }
  const exponent = smallNumber(publicFields(key).fields[0])
  if (exponent < WARN_RSA_EXPONENT) {
    const message = `the public exponent ${exponent} is unusually small`
    found.push(weakness("exponent", "warn", message, "replace it with an Ed25519 key when you can"))
  }
  return found
}

function weakness(code: Weakness["code"], severity: Weakness["severity"], message: string, hint: string): Weakness {
  return { code, severity, message, hint }
}

function smallNumber(mpint: Uint8Array = new Uint8Array(0)): number {
  return mpint.reduce((value, byte) => value * 256 + byte, 0)
}
