import { describe, expect, test } from "vitest"
import { requireTool } from "../../../../tests/kit/tools.ts"
import { fingerprintSha256, inspect, type KeyError, type PublicKeyFinding } from "../../src/index.ts"
import { runOnFile } from "../kit/ssh-keygen.ts"
import { mutants } from "./mutants.ts"
import { stricterRules } from "./stricter-rules.ts"

/** Enough for 5,000 that ssh-keygen takes. */
const MUTANTS = 14_000

const noSshKeygen = requireTool("ssh-keygen", "openssh-client") === undefined

interface Outcome {
  readonly found?: PublicKeyFinding
  readonly error?: KeyError
}

function outcomeOf(line: string): Outcome {
  const [finding] = inspect(line).findings
  if (finding?.kind === "public_key") return { found: finding }
  return finding?.kind === "refused" ? { error: finding.error } : {}
}

describe.skipIf(noSshKeygen)("seeded changes of public lines", () => {
  const all = mutants(MUTANTS)
  const text = `${all.map(({ line }) => line).join("\n")}\n`
  // The body of a group that is skipped runs all the same.
  const stdout = noSshKeygen ? "" : runOnFile("ssh-keygen", ["-lf", "FILE"], text).stdout
  const listed = new Map(
    stdout.split("\n").flatMap((row) => {
      const match = /^\d+ (SHA256:\S+) n(\d+) \(/.exec(row)
      return match === null ? [] : [[Number(match[2]), match[1]]]
    }),
  )
  const outcomes = all.map(({ line, name }, index) => ({ name, listed: listed.get(index), ...outcomeOf(line) }))

  test(`ssh-keygen takes ${listed.size} of ${MUTANTS}`, () => {
    expect(listed.size).toBeGreaterThanOrEqual(5000)
    expect(listed.size).toBeLessThan(MUTANTS - 5000)
  })

  test("what both take has one fingerprint", () => {
    const both = outcomes.filter((outcome) => outcome.found !== undefined && outcome.listed !== undefined)
    expect(both.length).toBeGreaterThan(4000)
    for (const { name, found, listed: fingerprint } of both) {
      expect([name, found && fingerprintSha256(found.key.blob)]).toEqual([name, fingerprint])
    }
  })

  test("nothing that ssh-keygen refuses is taken without saying what was repaired", () => {
    const silent = outcomes.flatMap(({ name, listed: fingerprint, found }) =>
      fingerprint === undefined && found?.repairs.length === 0 ? [name] : [],
    )
    expect(silent).toEqual([])
  })

  test("what only this engine refuses, a named rule refuses", () => {
    const unexplained = outcomes.flatMap(({ name, listed: fingerprint, found, error }) => {
      if (fingerprint === undefined || found !== undefined) return []
      return error !== undefined && stricterRules.some((rule) => rule.applies(error)) ? [] : [`${name}: ${error}`]
    })
    expect(unexplained).toEqual([])
  })
})

describe.skipIf(noSshKeygen)("the rules by which this engine is stricter than ssh-keygen", () => {
  test.each(stricterRules)("$rule", ({ applies, examples }) => {
    for (const line of examples) {
      expect(runOnFile("ssh-keygen", ["-lf", "FILE"], `${line}\n`).stdout).toMatch(/^\d+ SHA256:/)
      const { error } = outcomeOf(line)
      expect(error && applies(error), `${error}`).toBe(true)
    }
  })
})
