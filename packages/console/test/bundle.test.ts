import { execFileSync } from "node:child_process"
import { globSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { gzipSync } from "node:zlib"
import { languages } from "@latchkey/core"
import { afterAll, beforeAll, expect, test } from "vitest"
import { z } from "zod"

/** What a browser may have to download of JavaScript before a page works, in bytes, compressed. */
const firstLoadLimit = 250_000

const root = join(import.meta.dirname, "..")
/** Pages that are loaded when somebody goes there; the other two are for what goes wrong, and always at hand. */
const pages = globSync("*/**/*-page.tsx", { cwd: join(root, "src/pages") })
const built = mkdtempSync(join(tmpdir(), "latchkey-console-"))

const Manifest = z.record(z.string(), z.object({ file: z.string(), imports: z.array(z.string()).default([]) }))
let manifest: z.infer<typeof Manifest>

/** The catalogues that the router loads with a page, by the page: `servers` of `withServerWords` and so on. */
const words = new Map(
  [
    ...readFileSync(join(root, "src/routes.tsx"), "utf8").matchAll(
      /with(\w+)Words\(\(\) => import\("\.\/pages\/(.+)"\)/g,
    ),
  ].map(([, name = "", page]) => [page, { Server: "servers", Event: "events" }[name] ?? name.toLowerCase()]),
)

/** A source's file and all that it imports, without what it imports only when needed. */
function filesFor(source: string, found = new Set<string>()): Set<string> {
  const chunk = manifest[source]
  if (chunk === undefined) throw new Error(`the build has no ${source}`)
  if (found.has(chunk.file)) return found
  found.add(chunk.file)
  for (const imported of chunk.imports) filesFor(imported, found)
  return found
}

beforeAll(() => {
  const vite = join(root, "../../node_modules/vite/bin/vite.js")
  execFileSync(process.execPath, [vite, "build", root, "--outDir", built, "--emptyOutDir", "--manifest"], {
    env: { ...process.env, NODE_ENV: "production" },
    stdio: "pipe",
  })
  manifest = Manifest.parse(JSON.parse(readFileSync(join(built, ".vite/manifest.json"), "utf8")))
})

afterAll(() => rmSync(built, { recursive: true }))

test.each(pages)("the first load of %s stays within its limit in every language", (page) => {
  const sizes = languages.map((language) => {
    const more = words.get(page)
    const wanted = more === undefined ? [] : [`src/locales/${more}-${language}.po`]
    const sources = ["index.html", `src/locales/${language}.po`, `src/pages/${page}`, ...wanted]
    const files = new Set(sources.flatMap((source) => [...filesFor(source)]))
    return [...files].reduce((sum, file) => sum + gzipSync(readFileSync(join(built, file))).length, 0)
  })
  const size = Math.max(...sizes)
  expect(size).toBeLessThanOrEqual(firstLoadLimit)
})

test("the page holds no inline script or style, and one place for the nonce", () => {
  const page = readFileSync(join(built, "index.html"), "utf8")
  expect(page.match(/__CSP_NONCE__/g)).toHaveLength(1)
  expect(page.match(/<script(?![^>]* src=)|<style| style=| on\w+=/g)).toBeNull()
  expect(page.match(/<script[^>]* src="\/assets\/color-scheme-/g)).toHaveLength(1)
})

test("styles fetch nothing from another site or from a data address", () => {
  const styles = readdirSync(join(built, "assets")).filter((file) => file.endsWith(".css"))
  expect(styles.length).toBeGreaterThan(0)
  for (const file of styles) {
    expect(readFileSync(join(built, "assets", file), "utf8")).not.toMatch(/url\(["']?(data:|https?:)/)
  }
})
