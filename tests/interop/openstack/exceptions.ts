import type { Difference } from "./comparison.ts"

/** A field in which Latchkey's answer is not the recorded one, on purpose. */
export interface Exception {
  /** Which fields of bodies. */
  readonly field: RegExp
  /** In which exchanges alone; absent: in all. */
  readonly exchanges?: readonly number[]
  readonly reason: string
}

/** Never a status, a header or the name of a fault. */
export const exceptions: readonly Exception[] = [
  {
    field: /(^|\.)catalog\.(network|image|placement)$/,
    reason: "no networks, images or placement before Latchkey makes servers",
  },
  {
    field: /^error\.message$/,
    exchanges: [554],
    reason: "the recorded text names a kind of token that is not used here",
  },
]

export function isExcepted(exception: Exception, { exchange, field }: Difference): boolean {
  return exception.field.test(field) && (exception.exchanges?.includes(exchange) ?? true)
}
