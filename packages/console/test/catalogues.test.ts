import { execFileSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"

const root = join(import.meta.dirname, "..")
const lingui = join(root, "../../node_modules/@lingui/cli/dist/lingui.js")

/** Messages whose French is the same word. */
const sameInFrench = new Set(["{count}. {0}", "{size} bits", "Actions", "Active", "Administration", "Format", "Pages", "type", "Type", "Windows"])

/** Message ids and translations of a gettext file as lingui writes it. */
function readCatalogue(path: string): Map<string, string> {
  const unquote = (lines: string) => [...lines.matchAll(/"(.*)"/g)].map(([, text]) => text).join("")
  const entries = readFileSync(path, "utf8").matchAll(/^msgid ((?:".*"\n)+)msgstr ((?:".*"(?:\n|$))+)/gm)
  return new Map(
    [...entries].flatMap(([, id = "", text = ""]) => (unquote(id) === "" ? [] : [[unquote(id), unquote(text)]])),
  )
}

/** What a translation must keep: placeholders and the numbers of tags. */
function placeholders(text: string): string[] {
  return [...new Set(text.match(/\{\w+(?=[},])|<\/?\d+\/?>/g) ?? [])].sort()
}

const english = readCatalogue(join(root, "src/locales/en.po"))
const french = readCatalogue(join(root, "src/locales/fr.po"))

let fresh: Map<string, string>
const folder = mkdtempSync(join(tmpdir(), "latchkey-catalogues-"))

beforeAll(() => {
  const config = join(folder, "lingui.config.json")
  const catalogs = [{ path: join(folder, "{locale}"), include: [join(root, "src")] }]
  writeFileSync(config, JSON.stringify({ sourceLocale: "en", locales: ["en"], rootDir: "/", catalogs, format: "po" }))
  execFileSync(process.execPath, [lingui, "extract", "--config", config], { cwd: root, stdio: "pipe" })
  fresh = readCatalogue(join(folder, "en.po"))
})

afterAll(() => rmSync(folder, { recursive: true }))

test("the catalogues hold the messages of the sources, no more and no fewer", () => {
  expect(fresh.size).toBeGreaterThan(100)
  expect([...english.keys()].sort()).toEqual([...fresh.keys()].sort())
  expect([...french.keys()].sort()).toEqual([...fresh.keys()].sort())
})

test("every message has a French translation", () => {
  const untranslated = [...french].filter(([id, text]) => text === "" || (text === id && !sameInFrench.has(id)))
  expect(untranslated.map(([id]) => id)).toEqual([])
})

test("names are quoted as each language quotes them: “x” in English, « x » in French", () => {
  expect([...english.keys()].filter((id) => /\\"|«|»/.test(id))).toEqual([])
  expect([...french.values()].filter((text) => /\\"|“|”|«(?!\u00a0)|(?<!\u00a0)»/.test(text))).toEqual([])
})

test("translations keep the placeholders and tags of their message", () => {
  for (const [id, text] of french) expect(placeholders(text), id).toEqual(placeholders(id))
})
