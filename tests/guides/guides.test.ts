import { readdirSync } from "node:fs"
import { describe, expect, test } from "vitest"
import { guideLanguages, guideNames, isGuideName } from "../../packages/console/src/pages/guides/guide.ts"
import { readGuide } from "../../packages/console/src/pages/guides/read-guide.ts"
import { otherSections, refusalSection } from "../../packages/console/src/pages/keys/import/refusal-section.ts"
import { elementsOf, guideOf, guidesFolder } from "./guide-files.ts"

test.each(guideLanguages)("each guide is written in %s, and there is no other", (language) => {
  const files = readdirSync(`${guidesFolder}/${language}`).sort()
  expect(files).toEqual(guideNames.map((name) => `${name}.md`).sort())
})

describe.each(guideNames)("%s", (name) => {
  /** What must not differ between languages: headings, lists, commands, what terminals show. */
  const skeleton = (language: (typeof guideLanguages)[number]) =>
    elementsOf(guideOf(name, language).nodes).flatMap((node): readonly unknown[] => {
      if (node.is === "strong" || node.is === "code" || node.is === "link") return []
      return "children" in node ? [{ is: node.is, id: node.id }] : node.is === "picture" ? [node.file] : [node]
    })

  test("has the same parts, places and commands in both languages", () => {
    expect(skeleton("fr")).toEqual(skeleton("en"))
    expect(skeleton("en").length).toBeGreaterThan(10)
  })

  test.each(guideLanguages)("leads only to guides and places that exist, in %s", (language) => {
    for (const node of elementsOf(guideOf(name, language).nodes)) {
      if (node.is !== "link") continue
      const [file = "", place] = node.href.split("#")
      const target = file.replace(/\.md$/, "")
      if (!isGuideName(target)) throw new Error(`${node.href} is no guide`)
      const ids = elementsOf(guideOf(target, language).nodes).map((each) => ("id" in each ? each.id : undefined))
      if (place !== undefined) expect(ids, node.href).toContain(place)
    }
  })

  test.each(guideLanguages)("has no place twice and no anchor left in its words, in %s", (language) => {
    const elements = elementsOf(guideOf(name, language).nodes)
    const ids = elements.flatMap((each) => ("id" in each && each.id !== undefined ? [each.id] : []))
    expect(new Set(ids).size).toBe(ids.length)
    expect(JSON.stringify(elements)).not.toContain("{#")
  })
})

test("the guide about refusals has a place for each of them, and for nothing else", () => {
  const places = elementsOf(guideOf("import-refused", "en").nodes).flatMap((node) =>
    (node.is === "li" || (node.is === "h2" && node.id === "private-key")) && node.id !== undefined ? [node.id] : [],
  )
  expect([...places].sort()).toEqual([...new Set<string>([...Object.values(refusalSection), ...otherSections])].sort())
})

test("a guide with HTML, a deep heading or a code block of no kind is not taken", () => {
  for (const part of ["<b>bold</b>", "<script>alert(1)</script>", "### deep", "```js\n1\n```"]) {
    expect(() => readGuide(`# Title\n\nSummary.\n\n${part}\n`), part).toThrow()
  }
})
