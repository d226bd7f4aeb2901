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
