import { existsSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect, test } from "vitest"
import { importRules } from "./architecture/import-rules.ts"
import { languageRules } from "./architecture/language-rules.ts"
import { sizeRules } from "./architecture/size-rules.ts"
import { filesUnder, parseSource, place, readSources } from "./architecture/source.ts"

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const sources = readSources(root)
const rules = [...importRules, ...languageRules, ...sizeRules]

test("every package of the house is read", () => {
  for (const name of ["engine", "core", "contract", "daemon", "console", "cli"]) {
    expect(sources.filter(({ path }) => path.startsWith(`packages/${name}/src/`))).not.toEqual([])
  }
})

describe.each(rules)("$name", ({ check, broken }) => {
  test("holds", () => {
    expect(check(sources)).toEqual([])
  })

  test.each(Object.entries(broken))("finds fault with the broken sample %s", (path) => {
    const samples = Object.entries(broken).map(([name, text]) => parseSource(name, text))
    expect(check(samples).filter((fault) => fault.includes(path))).not.toEqual([])
  })
})

describe("texts of the project", () => {
  /** Folders of one machine: what they name exists nowhere else. */
  const machinePath = /(?<![\w.~-])\/(work|root|Users)\/[\w.-]/

  test("name no folder of the machine they were written on", () => {
    const texts = filesUnder(root, "").filter((path) =>
      /\.(ts|tsx|mjs|json|md|sh|css|html|ya?ml)$|(^|\/)run$/.test(path),
    )
    const faults = texts.flatMap((path) => {
      const text = readFileSync(join(root, path), "utf8")
      const found = machinePath.exec(text)
      return found === null ? [] : [`${place({ path, text }, found.index)} names ${found[0]}`]
    })
    expect(faults).toEqual([])
  })

  test.each([
    ["/work", "main"],
    ["/root", ".ssh"],
    ["/Users", "kim"],
  ])("are searched for folders like %s", (...parts) => {
    expect(machinePath.test(`see ${parts.join("/")}`)).toBe(true)
  })

  test("lead only to files that exist", () => {
    const documents = filesUnder(root, "").filter((path) => path.endsWith(".md") && !path.startsWith("vectors/"))
    const faults = documents.flatMap((path) => {
      const text = readFileSync(join(root, path), "utf8")
      const links = [...text.matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)[^)]*\)/g)]
      return links
        .filter(([, target = ""]) => !existsSync(join(root, dirname(path), target)))
        .map((link) => `${place({ path, text }, link.index)} leads to ${link[1]}`)
    })
    expect(faults).toEqual([])
  })
})
