import { describe, expect, test } from "vitest"
import { targets } from "./formats.ts"
import { fuzz } from "./run.ts"

/** The same in each run: what a chance finds belongs to `npm run fuzz`, which prints its seed. */
const SEED = 20261122
const MUTANTS = 400

describe(`changed files of seed ${SEED}`, () => {
  test.each(Object.keys(targets))("%s is read with no other error than KeyError", async (name) => {
    const target = targets[name]
    if (target === undefined) throw new Error("no such format")
    const { read, refused } = await fuzz(target, SEED, (report) => report.read === MUTANTS)
    expect(read).toBe(MUTANTS)
    // A reader that refuses nothing does not read.
    expect(refused).toBeGreaterThan(MUTANTS / 10)
  })
})
