// What the tests import from vitest, as far as they use it, for a page in a browser: `expect` is vitest's own.

type Work = () => unknown

interface Registered {
  readonly name: string
  readonly work: Work
}

const registered: Registered[] = []
let path: readonly string[] = []

/** What came of one test; without an error it passed. */
export interface Outcome {
  readonly name: string
  readonly error?: string
}

/** Runs every test that was registered, one after the other. */
export async function runTests(): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = []
  for (const { name, work } of registered) {
    try {
      await work()
      outcomes.push({ name })
    } catch (error) {
      outcomes.push({ name, error: error instanceof Error ? `${error.message}\n${error.stack}` : String(error) })
    }
  }
  return outcomes
}

function runTest(name: string, work: Work): void {
  registered.push({ name: [...path, name].join(" > "), work })
}

function runGroup(name: string, work: Work): void {
  const outer = path
  path = [...path, name]
  work()
  path = outer
}

/** One call for each row; a row's number stands in for vitest's ways to put its values into the name. */
function eachOf(register: (name: string, work: Work) => void, spreads: boolean) {
  return (rows: readonly unknown[]) => (name: string, work: (...values: readonly unknown[]) => unknown) => {
    for (const [index, row] of rows.entries()) {
      register(`${name} [${index}]`, () => (spreads && Array.isArray(row) ? work(...row) : work(row)))
    }
  }
}

const never = () => undefined

export const test = Object.assign(runTest, {
  each: eachOf(runTest, true),
  for: eachOf(runTest, false),
  skipIf: (isSkipped: boolean) => (isSkipped ? never : runTest),
})

export const describe = Object.assign(runGroup, {
  each: eachOf(runGroup, true),
  for: eachOf(runGroup, false),
  skipIf: (isSkipped: boolean) => (isSkipped ? never : runGroup),
})

export { expect } from "vitest"
