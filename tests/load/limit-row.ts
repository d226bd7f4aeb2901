import type { Row } from "./row.ts"

/** A row of something that is to stay under a limit. */
export function limitRow(name: string, value: number, limit: number, unit: string): Row {
  return {
    name,
    value: `${Math.round(value)} ${unit}`,
    reference: `${limit} ${unit}`,
    ratio: value / limit,
    aim: "under 1",
    ok: value < limit,
  }
}
