import { globSync, readdirSync, statSync } from "node:fs"
import { describe, expect, test } from "vitest"
import {
  type GuideLanguage,
  type GuideName,
  guideLanguages,
  guideNames,
  isGuideName,
} from "../../packages/console/src/pages/guides/guide.ts"
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
      return "children" in node
        ? [{ is: node.is, id: node.id }]
        : node.is === "picture"
          ? [node.file.replace(`${language}/`, "LANGUAGE/")]
          : [node]
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

/** What all pictures together may weigh, in bytes: they are part of the console. */
const picturesLimit = 1_500_000

const picturesOf = (name: GuideName, language: GuideLanguage) =>
  elementsOf(guideOf(name, language).nodes).flatMap((node) => (node.is === "picture" ? [node] : []))

test("each picture exists, each that exists is shown, and they weigh no more than they may", () => {
  const shown = guideNames.flatMap((name) =>
    guideLanguages.flatMap((language) => picturesOf(name, language).map(({ file }) => file)),
  )
  const pictures = `${guidesFolder}/pictures`
  const files = globSync("**/*.*", { cwd: pictures })
  expect(files.toSorted()).toEqual([...new Set(shown)].sort())
  expect(files.reduce((sum, file) => sum + statSync(`${pictures}/${file}`).size, 0)).toBeLessThan(picturesLimit)
})

test.each(guideNames)("the pictures of %s are described in the language of the guide, no two alike", (name) => {
  const words = guideLanguages.flatMap((language) => picturesOf(name, language).map(({ alt }) => alt))
  expect(new Set(words).size).toBe(words.length)
})

test("a guide with HTML, a deep heading or a code block of no kind is not taken, nor a picture from elsewhere or without words", () => {
  const pictures = ["![words](https://example.org/a.png)", "![words](../../a.png)", "![](../pictures/a.png)"]
  for (const part of ["<b>bold</b>", "<script>alert(1)</script>", "### deep", "```js\n1\n```", ...pictures]) {
    expect(() => readGuide(`# Title\n\nSummary.\n\n${part}\n`), part).toThrow()
  }
})
