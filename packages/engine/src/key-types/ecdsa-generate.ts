import { toInteger, toMpint } from "../integer.ts"
import { createFromFields, type PrivateKey } from "../private-key.ts"
import { asciiBytes } from "../wire.ts"
import type { Curve } from "./ecdsa.ts"
import { deriveEcdsa } from "./ecdsa-private.ts"
import { nistCurves } from "./nist-curves.ts"

/** A new ECDSA key: a scalar from more chance bytes than it has itself, so that no bias matters (FIPS 186-5 section A.2.1). */
export function generateEcdsa(bits: Curve["bits"], comment: string): PrivateKey {
  const curve = `nistp${bits}` as const
  const scalar = nistCurves[curve].utils.randomSecretKey()
  const secret = toMpint(toInteger(scalar))
  const publicFields = [asciiBytes(curve), deriveEcdsa(curve, scalar)]
  const key = createFromFields(`ecdsa-sha2-${curve}`, { publicFields, secretFields: [secret] }, comment)
  scalar.fill(0)
  secret.fill(0)
  return key
}
