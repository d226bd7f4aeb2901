import fc from "fast-check"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { hasPostgres, type PostgresCluster, startPostgres } from "../kit/postgres.ts"
import { type Entry, KeyModel, type Operation } from "./key-model.ts"
import { proposals, quotas, type RealInstallation, startRealKeys } from "./real-keys.ts"

const seed = Number(process.env.LATCHKEY_TEST_SEED ?? Date.now() % 2 ** 31)
const runs = { sqlite: 30, postgres: 12 }
/** A wrong rule is found in the same few runs each time. */
const wrongRuleSeed = 20_261_122
const timeout = 180_000

const names = [
  "a",
  "A",
  " a ",
  "same-host 2",
  "\u00e9",
  "e\u0301",
  "",
  " ",
  "x".repeat(255),
  "x".repeat(256),
  "b\u200bc",
]

const who = fc.nat(quotas.length - 1)
const key = fc.nat(proposals.length - 1)
const name = fc.constantFrom(...names)
// Half hours, so that no run takes long enough for a moment to come by itself.
const expiresIn = fc.constantFrom(undefined, -0.5, 0.5, 1.5)
const newKey = fc.record({ key, name: fc.option(name, { nil: undefined }), isDefault: fc.boolean(), expiresIn })

const onOne = fc.constantFrom<"disable" | "enable" | "delete">("disable", "enable", "delete")
const operation: fc.Arbitrary<Operation> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant("import"), who, keys: fc.array(newKey, { minLength: 1, maxLength: 3 }) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("rename"), who, key, name }) },
  fc.record({ kind: fc.constant("default"), who, key, isDefault: fc.boolean() }),
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("expire"), who, key, expiresIn }) },
  { weight: 3, arbitrary: fc.record({ kind: onOne, who, key }) },
  fc.record({ kind: fc.constant("delete-many"), who, keys: fc.array(key, { minLength: 1, maxLength: 5 }) }),
  fc.record({ kind: fc.constant("wait"), hours: fc.constantFrom(1, 2) }),
)
const operations = fc.array(operation, { minLength: 1, maxLength: 24, size: "max" })

/** Says what a run must show: the model and the installation answer alike, and end alike. */
function keepsRules(installation: RealInstallation, Model: typeof KeyModel) {
  return fc.asyncProperty(operations, async (sequence) => {
    const real = await installation.newRun()
    const model = new Model(proposals, quotas)
    for (const step of sequence) expect(await real.apply(step), step.kind).toEqual(model.apply(step))
    for (const account of quotas.keys()) {
      const entries = model.heldBy(account).toSorted((one, other) => one.key - other.key)
      expect(await real.entries(account)).toEqual(entries)
      const opening = entries.filter((entry) => model.opens(entry)).map((entry) => entry.key)
      expect(await real.opening(account)).toEqual({ exported: opening, published: opening })
    }
    for (const number of proposals.keys()) expect(await real.history(number)).toEqual(model.history.get(number) ?? [])
  })
}

const wrongModels: Readonly<Record<string, typeof KeyModel>> = {
  "a key may have two owners": class extends KeyModel {
    override holdersOf(number: number, asker: number): readonly Entry[] {
      return super.holdersOf(number, asker).filter((entry) => entry.who === asker)
    }
  },
  "names that differ in case are the same": class extends KeyModel {
    override isSameName(one: string, other: string): boolean {
      return one.toLowerCase() === other.toLowerCase()
    }
  },
  "a key that has expired opens still": class extends KeyModel {
    override opens(entry: Entry): boolean {
      return !entry.isDisabled
    }
  },
  "a disabled key opens still": class extends KeyModel {
    override opens(entry: Entry): boolean {
      return this.isToCome(entry.expiresAt)
    }
  },
  "a deletion leaves nothing in the audit": class extends KeyModel {
    override record(number: number, action: string): string {
      return action === "key.delete" ? "done" : super.record(number, action)
    }
  },
}

describe(`any sequence of key operations keeps the rules (LATCHKEY_TEST_SEED=${seed})`, () => {
  describe("on SQLite", () => {
    let installation: RealInstallation
    beforeAll(async () => {
      installation = await startRealKeys("sqlite")
    })
    afterAll(() => installation?.stop())

    test("as the model says them", { timeout }, async () => {
      await fc.assert(keepsRules(installation, KeyModel), { seed, numRuns: runs.sqlite })
    })

    test.each(Object.entries(wrongModels))("and not as if %s", { timeout }, async (_, Model) => {
      const attempt = { seed: wrongRuleSeed, endOnFailure: true }
      const found = await fc.check(keepsRules(installation, Model), { ...attempt, numRuns: 300 })
      expect(found.errorInstance).toMatchObject({ name: "AssertionError" })
      // The same sequence is right by the right rules: nothing but the wrong one was found.
      const path = found.counterexamplePath ?? ""
      const right = await fc.check(keepsRules(installation, KeyModel), { ...attempt, path, numRuns: 1 })
      expect(right).toMatchObject({ failed: false, numRuns: 1 })
    })
  })

  describe.skipIf(!hasPostgres())("on PostgreSQL", () => {
    let cluster: PostgresCluster | undefined
    let installation: RealInstallation
    beforeAll(async () => {
      cluster = await startPostgres({ fsync: false })
      installation = await startRealKeys(cluster.url)
    })
    afterAll(async () => {
      await installation?.stop()
      await cluster?.stop()
    })

    test("as the model says them", { timeout }, async () => {
      await fc.assert(keepsRules(installation, KeyModel), { seed, numRuns: runs.postgres })
    })
  })
})
