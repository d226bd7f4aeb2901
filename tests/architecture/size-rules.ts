import { isProduct, type Rule } from "./rule.ts"
import type { Source } from "./source.ts"

const MEDIAN_LINES = 90
const MOST_LINES = 500
const PAGE_LINES = 150

const linesOf = (source: Source) => source.text.trimEnd().split("\n").length

const shortFiles: Rule = {
  name: `no file has more than ${MOST_LINES} lines`,
  check: (sources) =>
    sources
      .filter((source) => linesOf(source) > MOST_LINES)
      .map((source) => `${source.path}:${MOST_LINES} goes on to line ${linesOf(source)}`),
  broken: { "tests/a.test.ts": "\n".repeat(MOST_LINES).concat("export {}") },
}

const shortPages: Rule = {
  name: `no page of the console has more than ${PAGE_LINES} lines`,
  check: (sources) =>
    sources
      .filter(
        (source) => /^packages\/console\/src\/pages\/.*-page\.tsx$/.test(source.path) && linesOf(source) > PAGE_LINES,
      )
      .map((source) => `${source.path}:${PAGE_LINES} goes on to line ${linesOf(source)}`),
  broken: { "packages/console/src/pages/keys/a-page.tsx": "\n".repeat(PAGE_LINES).concat("export {}") },
}

const smallMedian: Rule = {
  name: `the median file has fewer than ${MEDIAN_LINES} lines`,
  check(sources) {
    const byLength = sources.filter(isProduct).sort((left, right) => linesOf(left) - linesOf(right))
    const middle = byLength[Math.floor(byLength.length / 2)]
    if (middle === undefined || linesOf(middle) < MEDIAN_LINES) return []
    return [`${middle.path}:${linesOf(middle)} is as long as half of all files, or shorter`]
  },
  broken: { "packages/core/src/a.ts": "\n".repeat(MEDIAN_LINES - 1).concat("export {}") },
}

const tellingNames: Rule = {
  name: "no file or folder is named for having no subject",
  check: (sources) =>
    sources
      .filter((source) => /(^|[/.-])(utils?|helpers?|commons?|misc)([/.-]|$)/.test(source.path))
      .map((source) => `${source.path}:1 says nothing about what it holds`),
  broken: { "packages/core/src/key-utils.ts": "export {}" },
}

export const sizeRules: readonly Rule[] = [shortFiles, shortPages, smallMedian, tellingNames]
