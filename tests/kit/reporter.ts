import { writeSync } from "node:fs"
import type { Reporter, SerializedError, TestModule } from "vitest/node"

interface Counts {
  passed: number
  failed: number
  skipped: number
}

/**
 * Ends a test run with one plain line, `N passed, N failed, N skipped`, for people and for machines that read logs.
 *
 * What is not a test but went wrong counts as failed too: a file that cannot be loaded, a hook, an error outside of
 * any test. A run without a single test is a failed run.
 */
export default class CountReporter implements Reporter {
  private counts: Counts = { passed: 0, failed: 0, skipped: 0 }

  onInit(): void {
    // Whatever else vitest says while it closes, the counts stand on the last line.
    process.once("exit", () => {
      const { passed, failed, skipped } = this.counts
      if (failed > 0 || passed + skipped === 0) process.exitCode = 1
      writeSync(1, `${passed} passed, ${failed} failed, ${skipped} skipped\n`)
    })
  }

  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    this.counts = { passed: 0, failed: errors.length, skipped: 0 }
    for (const module of modules) {
      this.counts.failed += module.errors().length
      for (const suite of module.children.allSuites()) this.counts.failed += suite.errors().length
      for (const test of module.children.allTests()) {
        const { state } = test.result()
        this.counts[state === "passed" || state === "failed" ? state : "skipped"]++
      }
    }
  }
}
