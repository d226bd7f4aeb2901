import type { Compared } from "./turn-by-turn.ts"

/** One measurement beside its reference, both taken in the same run. */
export interface Row {
  readonly name: string
  /** Ours, with its unit. */
  readonly value: string
  /** What it is measured against, with its own value. */
  readonly reference: string
  /** Ours over the reference's, or the reverse: the way that `aim` speaks of. */
  readonly ratio: number
  readonly aim: string
  /** Whether the aim is met. */
  readonly ok: boolean
}

/** A row of so many a second, beside a reference of which ours are to be a part. */
export function rateRow(name: string, { ours, reference, ratio }: Compared, what: string, aim: number): Row {
  return {
    name,
    value: `${Math.round(ours)}/s`,
    reference: `${Math.round(reference)}/s ${what}`,
    ratio,
    aim: `at least ${aim}`,
    ok: ratio >= aim,
  }
}
