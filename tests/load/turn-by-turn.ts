/** Two measurements, each the median of its rounds, and the median of how they compared in each round. */
export interface Compared {
  readonly ours: number
  readonly reference: number
  readonly ratio: number
}

/**
 * Measures two things turn by turn, so that whatever else the machine does weighs on both. Each measure gives a rate,
 * more is better. The first round warms up and does not count.
 */
export async function turnByTurn(
  rounds: number,
  ours: () => Promise<number>,
  reference: () => Promise<number>,
): Promise<Compared> {
  const measured: Compared[] = []
  for (let round = 0; round <= rounds; round++) {
    const [one, other] = [await ours(), await reference()]
    if (round > 0) measured.push({ ours: one, reference: other, ratio: one / other })
  }
  const medianOf = (name: keyof Compared) => median(measured.map((compared) => compared[name]))
  return { ours: medianOf("ours"), reference: medianOf("reference"), ratio: medianOf("ratio") }
}

/** Of rates that were taken one after the other. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
