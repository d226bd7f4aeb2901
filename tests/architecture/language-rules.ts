import { keyTypeNames } from "@latchkey/engine"
import { isProduct, memberName, nodeRule, packageOf, type Rule, referencedName } from "./rule.ts"
import { isNode, type Source } from "./source.ts"

/** What differs between Node and browsers, or between one moment and the next. */
const worldNames = new Set([
  ...["process", "Buffer", "require", "globalThis", "console", "performance", "crypto", "navigator", "location"],
  ...["window", "document", "self", "localStorage", "sessionStorage", "indexedDB", "fetch", "XMLHttpRequest"],
  ...["WebSocket", "setTimeout", "setInterval", "setImmediate", "queueMicrotask"],
])

/** Names a file declares itself are its own business. */
function declaredNames(source: Source): Set<unknown> {
  const isDeclaration = /^(VariableDeclarator|Function|Class|Import\w*Specifier|TSParameterProperty)/
  const declarations = source.nodes.filter(({ node }) => isDeclaration.test(node.type)).map(({ node }) => node)
  return new Set(
    declarations
      .flatMap((node) => [node.id, node.local, ...(Array.isArray(node.params) ? node.params : [])])
      .flatMap((name) => (isNode(name) ? [name.name] : [])),
  )
}

const isPure = (source: Source) =>
  ["engine", "core"].includes(packageOf(source.path) ?? "") &&
  !/^packages\/engine\/src\/crypto\/(node[a-z-]*|web)\.ts$/.test(source.path)

const noWorld = nodeRule(
  "engine and core touch neither process, clock, chance, network nor browser",
  isPure,
  (node, parent, source) => {
    const name = referencedName(node, parent)
    if (name !== undefined && worldNames.has(name) && !declaredNames(source).has(name)) return `uses ${name}`
    const member = memberName(node)
    if (member === "Date.now" || member === "Math.random") return `uses ${member}()`
    const isDate = isNode(node.callee) && node.callee.name === "Date"
    const asksClock = node.type === "CallExpression" || (Array.isArray(node.arguments) && node.arguments.length === 0)
    if (isDate && asksClock) return "asks the clock: the time comes in through a port"
    // The engine has no notion of time at all, not even of one that is handed in.
    return isDate && packageOf(source.path) === "engine" ? "uses Date" : undefined
  },
  {
    "packages/core/src/a.ts": "export const now = () => new Date()",
    "packages/core/src/b.ts": "export const id = Math.random() + Date.now()",
    "packages/engine/src/c.ts": 'export const bytes = Buffer.from("a")',
    "packages/engine/src/d.ts": "export const time = new Date(0)",
  },
)

const environmentInConfig = nodeRule(
  "in the daemon only config.ts reads the environment",
  (source) => packageOf(source.path) === "daemon" && source.path !== "packages/daemon/src/config.ts",
  (node) => (memberName(node) === "process.env" ? "reads process.env" : undefined),
  { "packages/daemon/src/http/a.ts": "export const level = process.env.LATCHKEY_LOG" },
)

const noAny = nodeRule(
  "nothing is of type any",
  () => true,
  (node) => (node.type === "TSAnyKeyword" ? "says any" : undefined),
  { "tests/a.test.ts": "export const a: any = 1" },
)

/** The files whose constructors brand a checked string; each is one cast long. */
const brandFiles = new Set(["packages/core/src/ids.ts"])

const noAssertions = nodeRule(
  "types are narrowed by code, never asserted",
  isProduct,
  (node, _parent, source) => {
    if (node.type === "TSNonNullExpression") return "asserts that a value is not null"
    if (node.type === "TSTypeAssertion") return "asserts a type"
    if (node.type !== "TSAsExpression") return undefined
    const type = isNode(node.typeAnnotation) ? node.typeAnnotation : undefined
    const name = isNode(type?.typeName) ? type.typeName.name : undefined
    if (name === "const") return undefined
    const isDouble = isNode(node.expression) && node.expression.type === "TSAsExpression"
    return brandFiles.has(source.path) && !isDouble ? undefined : "asserts a type with as"
  },
  {
    "packages/core/src/a.ts": "export const a = JSON.parse(text) as string",
    "packages/core/src/b.ts": "export const b = list[0]!",
    "packages/core/src/ids.ts": "export const c = 1 as unknown as Id",
  },
)

const isKeyTypeFile = (source: Source) => /^packages\/engine\/src\/key-types?(\.ts$|\/)/.test(source.path)
const isFormatFile = (source: Source) => source.path.startsWith("packages/engine/src/formats/")
const wireNames = new Set<unknown>(keyTypeNames)

const oneKeyTypeTable = nodeRule(
  "only the key-type table knows key types by name, and a format names the type that it makes",
  (source) => isProduct(source) && !isKeyTypeFile(source),
  (node, parent, source) => {
    if (node.type !== "Literal" || !wireNames.has(node.value)) return undefined
    // A file format is made for certain key types: it writes their names into blobs, and still tells none apart.
    const decides = ["BinaryExpression", "SwitchCase", "Property"].includes(parent.type)
    return isFormatFile(source) && !decides ? undefined : `names ${node.value}: ask the key-type table`
  },
  {
    "packages/core/src/a.ts": 'export const types = ["ssh-ed25519"]',
    "packages/engine/src/formats/b.ts": 'export const isGood = (type: string) => type === "ssh-ed25519"',
  },
)

const wholeTests = nodeRule(
  "no test is left out with only or todo",
  (source) => source.path.endsWith(".test.ts"),
  (node) => {
    const member = memberName(node) ?? ""
    return /^(test|it|describe|suite)\.(only|todo)$/.test(member) ? `says ${member}` : undefined
  },
  { "tests/a.test.ts": 'test.only("works", () => {})' },
)

export const languageRules: readonly Rule[] = [
  noWorld,
  environmentInConfig,
  noAny,
  noAssertions,
  oneKeyTypeTable,
  wholeTests,
]
