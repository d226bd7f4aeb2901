/** Of times: whatever else the machine does only ever adds to one. */
export function lowerQuartile(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 4)] ?? Number.NaN
}
