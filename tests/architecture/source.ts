import { readdirSync, readFileSync, statSync } from "node:fs"
import { join } from "node:path"
import { parseSync } from "oxc-parser"

/** A node of the syntax tree, as far as the rules look at it. */
export interface SyntaxNode {
  readonly type: string
  readonly start: number
  readonly [field: string]: unknown
}

/** One import, whatever its form: static, type-only, re-export, dynamic, `import("x").Type`. */
export interface Import {
  readonly specifier: string
  readonly start: number
}

export interface Source {
  /** Relative to the project's root, with forward slashes. */
  readonly path: string
  readonly text: string
  readonly imports: readonly Import[]
  /** Every node with its parent, in the order of the text. */
  readonly nodes: readonly { readonly node: SyntaxNode; readonly parent: SyntaxNode }[]
}

export function isNode(value: unknown): value is SyntaxNode {
  return typeof value === "object" && value !== null && "type" in value && "start" in value
}

/** Parses one TypeScript source; throws where it cannot, since an unread file is an unchecked one. */
export function parseSource(path: string, text: string): Source {
  const { program, errors } = parseSync(path, text)
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`)
  const nodes: { node: SyntaxNode; parent: SyntaxNode }[] = []
  const visit = (value: unknown, parent: SyntaxNode): void => {
    if (Array.isArray(value)) {
      for (const item of value) visit(item, parent)
      return
    }
    if (!isNode(value)) return
    nodes.push({ node: value, parent })
    for (const field of Object.values(value)) visit(field, value)
  }
  const root: SyntaxNode = { type: "Program", start: 0 }
  visit(program.body, root)
  return { path, text, imports: nodes.flatMap(({ node }) => importOf(node)), nodes }
}

const importingTypes = new Set([
  "ImportDeclaration",
  "ExportAllDeclaration",
  "ExportNamedDeclaration",
  "ImportExpression",
  "TSImportType",
])

function importOf(node: SyntaxNode): Import[] {
  if (!importingTypes.has(node.type) || !isNode(node.source)) return []
  // An import whose address is computed cannot be judged: it counts as one of the text itself.
  const { value } = node.source
  return [{ specifier: typeof value === "string" ? value : "(computed)", start: node.start }]
}

/** `path:line` of an offset, as editors understand it. */
export function place(source: { path: string; text: string }, start: number): string {
  return `${source.path}:${source.text.slice(0, start).split("\n").length}`
}

const skipped = new Set(["node_modules", "dist", "dist-next", "dist-last", ".types", ".git", "data", "screenshots"])

/** Paths of all files under a folder of the project, sorted, without what is installed, built or made by runs. */
export function filesUnder(root: string, folder: string): string[] {
  const entries = readdirSync(join(root, folder)).filter((name) => !skipped.has(name))
  return entries.sort().flatMap((name) => {
    const path = folder === "" ? name : `${folder}/${name}`
    return statSync(join(root, path)).isDirectory() ? filesUnder(root, path) : [path]
  })
}

/** Reads and parses every TypeScript file of `packages` and `tests`. */
export function readSources(root: string): Source[] {
  return ["packages", "tests"]
    .flatMap((folder) => filesUnder(root, folder))
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => parseSource(path, readFileSync(join(root, path), "utf8")))
}
