import { primesUpTo } from "./arithmetic.ts"

/**
 * The generator of the faulty library: its primes are k * M + (65537^a mod M), where M is the product of the first
 * primes, at least of those up to 167 (Nemec and others, "The Return of Coppersmith's Attack", 2017; CVE-2017-15361).
 */
const GENERATOR = 65537
const LARGEST_PRIME = 167

interface Subgroup {
  readonly prime: number
  readonly order: number
  /** The exponent a with 65537^a = residue, by residue; -1 outside of the subgroup. */
  readonly logarithms: Int16Array
}

function subgroup(prime: number): Subgroup {
  const logarithms = new Int16Array(prime).fill(-1)
  let residue = 1
  let order = 0
  while (logarithms[residue] === -1) {
    logarithms[residue] = order++
    residue = (residue * GENERATOR) % prime
  }
  return { prime, order, logarithms }
}

const subgroups = primesUpTo(LARGEST_PRIME).map(subgroup)
const primorial = subgroups.reduce((value, { prime }) => value * BigInt(prime), 1n)

/**
 * Whether a modulus was made by the faulty library of Infineon's chips, so that it can be factored: whether it has a
 * discrete logarithm to the base 65537 modulo the primorial. Of other moduli fewer than 1 in 10^27 have one.
 */
export function isRoca(modulus: bigint): boolean {
  const rest = modulus % primorial
  const logarithms: { readonly order: number; readonly logarithm: number }[] = []
  for (const { prime, order, logarithms: known } of subgroups) {
    const logarithm = known[Number(rest % BigInt(prime))] ?? -1
    if (logarithm === -1) return false
    logarithms.push({ order, logarithm })
  }
  // One exponent fits all primes exactly if every two of them agree on it (Chinese remainder theorem).
  return logarithms.every((one, index) =>
    logarithms.slice(0, index).every((other) => {
      return (one.logarithm - other.logarithm) % commonDivisor(one.order, other.order) === 0
    }),
  )
}

function commonDivisor(left: number, right: number): number {
  return right === 0 ? left : commonDivisor(right, left % right)
}
