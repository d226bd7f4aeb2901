import { p256, p384, p521 } from "@noble/curves/nist.js"
import type { CurveName } from "./ecdsa.ts"

/** The arithmetic of the curves, in a file of its own because it is large and reading a public key does without. */
export const nistCurves: Readonly<Record<CurveName, typeof p256>> = { nistp256: p256, nistp384: p384, nistp521: p521 }
