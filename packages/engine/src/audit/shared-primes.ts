import { bitLength, greatestCommonDivisor } from "./arithmetic.ts"

/** Bits kept behind the binary point beyond what an exact remainder takes; rounding uses up one a level of the tree. */
const GUARD_BITS = 64

/** A product of moduli, and the sum of their reciprocals as a fraction of it. */
interface Node {
  readonly product: bigint
  readonly numerator: bigint
}

/**
 * For each of these moduli the part that it shares with others: a prime, or the modulus itself when both of its primes
 * are shared, or 1. All moduli must differ.
 *
 * Batch gcd (Heninger and others, "Mining Your Ps and Qs", 2012), by a product tree and a scaled remainder tree
 * (Bernstein, 2004): time grows only a little faster than the number of moduli.
 */
export function sharedFactors(moduli: readonly bigint[]): readonly bigint[] {
  if (moduli.length === 0) return []
  const levels: (readonly Node[])[] = [moduli.map((modulus) => ({ product: modulus, numerator: 1n }))]
  for (let level = levels[0] ?? []; level.length > 1; levels.push(level)) level = paired(level)
  // The numerator at the top, modulo one modulus, is the product of the others: all other terms are multiples of it.
  let fractions: readonly bigint[] = (levels.at(-1) ?? []).map(
    ({ product, numerator }) => ((numerator % product) << precision(product)) / product,
  )
  for (let height = levels.length - 2; height >= 0; height--) {
    fractions = descend(levels[height] ?? [], levels[height + 1] ?? [], fractions)
  }
  return moduli.map((modulus, index) => {
    const bits = precision(modulus)
    const remainder = ((fractions[index] ?? 0n) * modulus + (1n << (bits - 1n))) >> bits
    return greatestCommonDivisor(modulus, remainder)
  })
}

function paired(level: readonly Node[]): readonly Node[] {
  const parents: Node[] = []
  for (let index = 0; index < level.length; index += 2) {
    const [left, right] = level.slice(index, index + 2)
    if (left === undefined) break
    parents.push(
      right === undefined
        ? left
        : {
            product: left.product * right.product,
            numerator: left.numerator * right.product + right.numerator * left.product,
          },
    )
  }
  return parents
}

/** From x / (left * right) follows x / left, but for its whole part: it is that times right. */
function descend(level: readonly Node[], parents: readonly Node[], fractions: readonly bigint[]): readonly bigint[] {
  return level.map(({ product }, index) => {
    const fraction = fractions[index >> 1] ?? 0n
    const sibling = level[index ^ 1]?.product
    if (sibling === undefined) return fraction
    const bits = precision(parents[index >> 1]?.product ?? 1n)
    return BigInt.asUintN(Number(bits), fraction * sibling) >> (bits - precision(product))
  })
}

function precision(product: bigint): bigint {
  return BigInt(bitLength(product) + GUARD_BITS)
}
