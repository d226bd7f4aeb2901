import { seededNumbers } from "../kit/primes.ts"

/** Choices that are the same for the same seed. */
export interface Random {
  /** A whole number from 0 to below `limit`. */
  upTo(limit: number): number
  oneOf<T>(choices: readonly [T, ...T[]]): T
}

/** Choices from a seed. */
export function seededRandom(seed: number): Random {
  const numbers = seededNumbers(seed)
  const upTo = (limit: number) => numbers.next().value % Math.max(limit, 1)
  return { upTo, oneOf: (choices) => choices[upTo(choices.length)] ?? choices[0] }
}
