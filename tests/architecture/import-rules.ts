import { posix } from "node:path"
import { importRule, isProduct, packageOf, type Rule } from "./rule.ts"
import { place, type Source } from "./source.ts"

/** Which packages a package may import: the arrows of docs/architecture.md section 1. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  engine: [],
  core: ["engine"],
  contract: ["core"],
  daemon: ["core", "contract", "engine"],
  console: ["contract", "core", "engine"],
  cli: ["contract", "core", "engine"],
}

/** Which foreign modules the pure packages may import; the others may use what their package.json names. */
const foreign: Readonly<Record<string, RegExp>> = {
  engine: /^(@noble\/|hash-wasm$|#crypto$|#kdf$|#signature$)/,
  core: /^$/,
  contract: /^zod$/,
}

const isRelative = (specifier: string) => specifier.startsWith(".")
const ownPackage = (specifier: string) => /^@latchkey\/([^/]+)/.exec(specifier)?.[1]
const resolved = (source: Source, specifier: string) => posix.join(posix.dirname(source.path), specifier)

const followArrows = importRule(
  "packages import each other only along the arrows",
  (source, specifier) => {
    const from = packageOf(source.path) ?? ""
    const to = ownPackage(specifier)
    if (to === undefined || arrows[from]?.includes(to)) return undefined
    return `${from} may import ${arrows[from]?.join(", ") || "no other package"}`
  },
  { "packages/core/src/a.ts": 'import type { Route } from "@latchkey/contract"' },
)

const pureImports = importRule(
  "engine, core and contract import only the foreign modules they are allowed",
  (source, specifier) => {
    const allowed = foreign[packageOf(source.path) ?? ""]
    const isSwapped =
      /^packages\/engine\/src\/crypto\/node[a-z-]*\.ts$/.test(source.path) && specifier.startsWith("node:")
    if (allowed === undefined || isRelative(specifier) || ownPackage(specifier) !== undefined) return undefined
    return allowed.test(specifier) || isSwapped ? undefined : "this package has to stay pure"
  },
  { "packages/engine/src/a.ts": 'import { createHash } from "node:crypto"' },
)

/** Further entries of packages: what stands behind them is loaded only where it is asked for. */
const entries: readonly string[] = ["@latchkey/engine/private", "@latchkey/engine/signatures"]

const byIndex = importRule(
  "a package is imported by its index or a named entry, and inside a package the file itself is",
  (source, specifier) => {
    const home = `packages/${packageOf(source.path)}/src/`
    if (entries.includes(specifier)) return undefined
    if (/^@latchkey\/[^/]+\//.test(specifier)) return "import the package by its name alone"
    if (!isRelative(specifier)) return undefined
    const target = resolved(source, specifier)
    if (!target.startsWith(home)) return "a relative import stays inside its package"
    return /^index\.tsx?$/.test(target.slice(home.length)) ? "import the file that declares it" : undefined
  },
  {
    "packages/cli/src/a.ts": 'export { b } from "@latchkey/engine/src/b.ts"',
    "packages/cli/src/b.ts": 'const c = await import("../../engine/src/c.ts")',
    "packages/core/src/c.ts": 'import { d } from "./index.ts"',
  },
)

/** Where the daemon is put together, and where a backup is: without one. */
const compositionRoots = new Set(["packages/daemon/src/start.ts", "packages/daemon/src/archive.ts"])

/** A technology that is spoken through another one knows that one. */
const spokenThrough: Readonly<Record<string, string>> = { openstack: "http" }

/** `db` of `packages/daemon/src/db/x.ts`; undefined for the files beside `start.ts`. */
const technologyOf = (path: string) => /^packages\/daemon\/src\/([^/]+)\//.exec(path)?.[1]

const daemonFolders = importRule(
  "in the daemon only start.ts and archive.ts know two technologies",
  (source, specifier) => {
    if (packageOf(source.path) !== "daemon" || !isRelative(specifier)) return undefined
    const target = resolved(source, specifier)
    if (target === "packages/daemon/src/main.ts") return "nothing imports main.ts"
    if (compositionRoots.has(source.path)) return undefined
    const [from, to] = [technologyOf(source.path), technologyOf(target)]
    return to === undefined || to === from || (from !== undefined && to === spokenThrough[from])
      ? undefined
      : "put the two together in start.ts or archive.ts"
  },
  {
    "packages/daemon/src/http/a.ts": 'import type { Row } from "../db/row.ts"',
    "packages/daemon/src/openstack/a.ts": 'import type { Row } from "../db/row.ts"',
    "packages/daemon/src/http/c.ts": 'import { serveOpenStack } from "../openstack/serve-openstack.ts"',
    "packages/daemon/src/b.ts": 'import { open } from "./db/database.ts"',
  },
)

const noCycles: Rule = {
  name: "no file imports itself through others, types included",
  check(sources) {
    const byPath = new Map(sources.filter(isProduct).map((source) => [source.path, source]))
    const finished = new Set<string>()
    const faults: string[] = []
    const follow = (source: Source, trail: readonly string[]): void => {
      if (finished.has(source.path)) return
      for (const { specifier, start } of source.imports) {
        const target = isRelative(specifier) ? byPath.get(resolved(source, specifier)) : undefined
        if (target === undefined) continue
        const path = [...trail, source.path]
        const first = path.indexOf(target.path)
        if (first < 0) follow(target, path)
        else faults.push(`${place(source, start)} closes a cycle: ${[...path.slice(first), target.path].join(" > ")}`)
      }
      finished.add(source.path)
    }
    for (const source of byPath.values()) follow(source, [])
    return faults
  },
  broken: {
    "packages/core/src/a.ts": 'import type { B } from "./b.ts"\nexport type A = B',
    "packages/core/src/b.ts": 'export type { A as B } from "./a.ts"',
  },
}

export const importRules: readonly Rule[] = [followArrows, pureImports, byIndex, daemonFolders, noCycles]
