import { KeyError } from "../../src/index.ts"
import { seedsOf, type Target } from "./formats.ts"
import { mutated } from "./mutate.ts"
import { seededRandom } from "./random.ts"

/** What came of changing files and reading them. */
export interface FuzzReport {
  readonly read: number
  readonly refused: number
  /** The longest that one file took, in milliseconds of processor time. */
  readonly slowest: number
}

/** A file that was read as none may be. */
export class FuzzFault extends Error {
  override readonly name = "FuzzFault"
  readonly file: Buffer

  constructor(message: string, file: Buffer, cause: unknown) {
    super(message, { cause })
    this.file = file
  }
}

/**
 * Reads changed files of a format for as long as `isOver` says no. Every mutant has a seed of its own, so that one can
 * be made again alone.
 *
 * Throws FuzzFault when a reader throws anything but a KeyError, or accepts what it cannot write and read again.
 */
export async function fuzz(target: Target, seed: number, isOver: (report: FuzzReport) => boolean): Promise<FuzzReport> {
  const seeds = seedsOf(target)
  let report: FuzzReport = { read: 0, refused: 0, slowest: 0 }
  for (let index = 0; !isOver(report); index++) {
    const random = seededRandom(seed + index)
    const file = mutated(random.oneOf(seeds), random)
    const start = process.cpuUsage()
    const isRefused = await refuses(target, file, seed + index)
    report = {
      read: report.read + 1,
      refused: report.refused + (isRefused ? 1 : 0),
      slowest: Math.max(report.slowest, process.cpuUsage(start).user / 1000),
    }
  }
  return report
}

async function refuses(target: Target, file: Buffer, seed: number): Promise<boolean> {
  try {
    await target.read(file)
    return false
  } catch (error) {
    if (error instanceof KeyError) return true
    throw new FuzzFault(`seed ${seed}: ${error instanceof Error ? error.stack : String(error)}`, file, error)
  }
}
