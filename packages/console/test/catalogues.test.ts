import { execFileSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type Language, languages } from "@latchkey/core"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import linguiConfig from "../lingui.config.ts"

const root = join(import.meta.dirname, "..")
const lingui = join(root, "../../node_modules/@lingui/cli/dist/lingui.js")

/** Messages whose French is the same text, and why. */
const sameInFrench: Readonly<Record<string, string>> = {
  "{count}. {0}": "two sentences that are translated elsewhere",
  "{minutes} min {rest} s": "the same units",
  "{rest} s": "the same unit",
  "{size} bits": "the same word",
  Actions: "the same word",
  Action: "the same word",
  Active: "the same word",
  Administration: "the same word",
  API: "the name of a thing",
  Console: "the same word",
  "Ctrl K": "the name of two keys",
  Format: "the same word",
  Guides: "the same word",
  Installation: "the same word",
  OpenStack: "the name of a product",
  Pages: "the same word",
  Robot: "the same word",
  Robots: "the same word",
  Signature: "the same word",
  SSH: "the name of a protocol",
  type: "the same word",
  Type: "the same word",
  Windows: "the name of a product",
}

/** How each language quotes a name, as somebody would not write it: a match is a mistake. */
const wrongQuotes: Readonly<Record<Language, RegExp>> = {
  en: /\\"|[«»„]/,
  fr: /\\"|[“”„]|«(?!\u00a0)|(?<!\u00a0)»/,
  nl: /\\"|[«»„]/,
  de: /\\"|[«»”]/,
  ru: /\\"|[“”„]|«\s|\s»/,
}

/** Message ids, with their contexts behind them, and translations of a gettext file as lingui writes it. */
function readCatalogue(path: string): Map<string, string> {
  const unquote = (lines: string) => [...lines.matchAll(/"(.*)"/g)].map(([, text]) => text).join("")
  const entries = readFileSync(path, "utf8").matchAll(
    /^(?:msgctxt (".*")\n)?msgid ((?:".*"\n)+)msgstr ((?:".*"(?:\n|$))+)/gm,
  )
  return new Map(
    [...entries].flatMap(([, context, id = "", text = ""]) => {
      const named = context === undefined ? unquote(id) : `${unquote(id)} (${unquote(context)})`
      return named === "" ? [] : [[named, unquote(text)]]
    }),
  )
}

/** What a translation must keep: placeholders and the numbers of tags. */
function placeholders(text: string): string[] {
  return [...new Set(text.match(/(?<!(?:one|few|many|other|=\d+) )\{\w+(?=\}|, plural)|<\/?\d+\/?>/g) ?? [])].sort()
}

/** The plural forms that each plural of a message has words for. */
function pluralForms(text: string): string[][] {
  return [...text.matchAll(/, plural, ((?:[\w=]+ \{[^{}]*\} ?)+)\}/g)].map(([, forms = ""]) =>
    [...forms.matchAll(/([\w=]+) \{/g)].map(([, form = ""]) => form),
  )
}

/** The prefixes of the catalogues' names. */
const catalogues = ["", "servers-", "events-", "admin-", "import-", "openstack-"] as const
const read = (catalogue: string, language: Language) =>
  readCatalogue(join(root, `src/locales/${catalogue}${language}.po`))
const french = new Map(catalogues.flatMap((catalogue) => [...read(catalogue, "fr")]))

const folder = mkdtempSync(join(tmpdir(), "latchkey-catalogues-"))

beforeAll(() => {
  const config = join(folder, "lingui.config.json")
  const catalogs = linguiConfig.catalogs?.map((catalogue) => ({
    ...catalogue,
    path: catalogue.path.replace("<rootDir>/src/locales", folder),
  }))
  writeFileSync(config, JSON.stringify({ sourceLocale: "en", locales: ["en"], rootDir: root, catalogs, format: "po" }))
  execFileSync(process.execPath, [lingui, "extract", "--config", config], { cwd: root, stdio: "pipe" })
})

afterAll(() => rmSync(folder, { recursive: true }))

const written = catalogues.flatMap((name) => languages.map((language) => ({ name, language })))

describe.each(written)("the catalogue $name$language", ({ name, language }) => {
  const catalogue = read(name, language)

  test("holds the messages of the sources, no more and no fewer", () => {
    const fresh = readCatalogue(join(folder, `${name}en.po`))
    expect(fresh.size).toBeGreaterThan(20)
    expect([...catalogue.keys()].sort()).toEqual([...fresh.keys()].sort())
  })

  test("has words for every message", () => {
    expect([...catalogue].filter(([, text]) => text === "").map(([id]) => id)).toEqual([])
  })

  test("keeps the placeholders and tags of each message", () => {
    for (const [id, text] of catalogue) expect(placeholders(text), id).toEqual(placeholders(id))
  })

  test("has every plural form that the language tells apart in whole numbers", () => {
    const rules = new Intl.PluralRules(language)
    const counted = new Set(Array.from({ length: 200 }, (_, count) => rules.select(count)))
    for (const [id, text] of catalogue) {
      expect(pluralForms(text), id).toHaveLength(pluralForms(id).length)
      for (const forms of pluralForms(text)) expect(forms, id).toEqual(expect.arrayContaining([...counted, "other"]))
    }
  })

  test("quotes names as the language does", () => {
    expect([...catalogue.values()].filter((text) => wrongQuotes[language].test(text))).toEqual([])
  })
})

test("no French message is the English one, but for those that are listed", () => {
  const same = [...french].filter(([id, text]) => text === id).map(([id]) => id)
  expect(same.sort()).toEqual(Object.keys(sameInFrench).sort())
})
