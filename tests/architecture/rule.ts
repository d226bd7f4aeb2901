import { isNode, place, type Source, type SyntaxNode } from "./source.ts"

/** One sentence that stays true of the project, with a small sample that breaks it. */
export interface Rule {
  readonly name: string
  /** One line for each breach, `path:line` first. */
  check(sources: readonly Source[]): string[]
  /** Texts by path that the rule must find fault with: a rule that cannot fail is none. */
  readonly broken: Readonly<Record<string, string>>
}

/** `engine`, `core`, ... of a file under `packages/NAME/src`; undefined elsewhere, in tests too. */
export function packageOf(path: string): string | undefined {
  return /^packages\/([^/]+)\/src\//.exec(path)?.[1]
}

/** Whether a file is part of the product, and not a test or a tool of ours. */
export function isProduct(source: Source): boolean {
  return packageOf(source.path) !== undefined
}

/** A rule about each import of the product's files; `judge` says what is wrong with one, or undefined. */
export function importRule(
  name: string,
  judge: (source: Source, specifier: string) => string | undefined,
  broken: Rule["broken"],
): Rule {
  const check = (sources: readonly Source[]) =>
    sources.filter(isProduct).flatMap((source) =>
      source.imports.flatMap(({ specifier, start }) => {
        const fault = judge(source, specifier)
        return fault === undefined ? [] : [`${place(source, start)} imports ${specifier}: ${fault}`]
      }),
    )
  return { name, check, broken }
}

/** A rule about each syntax node of the files that `concerns` picks. */
export function nodeRule(
  name: string,
  concerns: (source: Source) => boolean,
  judge: (node: SyntaxNode, parent: SyntaxNode, source: Source) => string | undefined,
  broken: Rule["broken"],
): Rule {
  const check = (sources: readonly Source[]) =>
    sources.filter(concerns).flatMap((source) =>
      source.nodes.flatMap(({ node, parent }) => {
        const fault = judge(node, parent, source)
        return fault === undefined ? [] : [`${place(source, node.start)} ${fault}`]
      }),
    )
  return { name, check, broken }
}

/** The name of an identifier that stands for a value of its own: not a property, a key or a label. */
export function referencedName(node: SyntaxNode, parent: SyntaxNode): string | undefined {
  if (node.type !== "Identifier" || typeof node.name !== "string") return undefined
  const isMember = parent.type === "MemberExpression" && parent.property === node && parent.computed !== true
  const isKey = parent.key === node && parent.computed !== true && parent.shorthand !== true
  const isTypeName = parent.type === "TSPropertySignature" || parent.type === "TSQualifiedName"
  return isMember || isKey || isTypeName ? undefined : node.name
}

/** `object.property` of a member expression between two plain names; undefined for anything else. */
export function memberName(node: SyntaxNode): string | undefined {
  if (node.type !== "MemberExpression" || !isNode(node.object) || !isNode(node.property)) return undefined
  const property = node.property.name ?? node.property.value
  return `${node.object.name ?? ""}.${property ?? ""}`
}
