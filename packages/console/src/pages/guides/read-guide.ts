import { lexer, type MarkedToken, type Token } from "marked"
import type { Guide, GuideElement, GuideNode } from "./guide.ts"

const anchor = /\s*\{#([a-z0-9-]+)\}$/

/** Takes `{#id}` from the end of an element, for its id. */
function withAnchor(is: GuideElement["is"], children: readonly GuideNode[]): GuideElement {
  const last = children.at(-1)
  const id = typeof last === "string" ? anchor.exec(last)?.[1] : undefined
  if (typeof last !== "string" || id === undefined) return { is, children }
  return { is, id, children: [...children.slice(0, -1), last.replace(anchor, "")] }
}

/** Only extensions of the library make other tokens, and none is used. */
function isKnown(token: Token): token is MarkedToken {
  return token.type !== "generic"
}

/**
 * Reads a guide: Markdown with one title, a paragraph that sums it up, `{#id}` behind what links lead to, and code blocks
 * that say what they hold (`sh`, `powershell`, `console` and `text` for what a terminal shows). Runs when the console is
 * built, never in a browser.
 *
 * @throws Error for what guides have not: HTML, other headings, tables
 */
export function readGuide(markdown: string): Guide {
  const [title, summary, ...nodes] = blocks(lexer(markdown))
  if (title === undefined || typeof title === "string" || title.is !== "h2")
    throw new Error("a guide begins with its title")
  if (summary === undefined || typeof summary === "string" || summary.is !== "p") {
    throw new Error("a guide says in one paragraph what it is about")
  }
  return { title: plain(title.children), summary: plain(summary.children), nodes }
}

const plain = (nodes: readonly GuideNode[]): string =>
  nodes.map((node) => (typeof node === "string" ? node : "children" in node ? plain(node.children) : "")).join("")

/** Blocks and what stands in a line come as the same tokens. */
const blocks = (tokens: readonly Token[]): GuideNode[] => tokens.flatMap(readToken)

function readToken(token: Token): readonly GuideNode[] {
  if (!isKnown(token)) throw new Error(`a guide holds no ${token.type}`)
  switch (token.type) {
    case "space":
      return []
    case "heading":
      if (token.depth > 2) throw new Error(`the heading “${token.text}” is too deep`)
      return [withAnchor("h2", blocks(token.tokens))]
    case "paragraph": {
      const children = blocks(token.tokens)
      const [only] = children
      // A picture stands by itself.
      return children.length === 1 && typeof only === "object" && only.is === "picture"
        ? [only]
        : [withAnchor("p", children)]
    }
    case "list":
      return [{ is: token.ordered ? "ol" : "ul", children: token.items.map((item) => listItem(blocks(item.tokens))) }]
    case "code":
      return [codeBlock(token.lang ?? "", token.text)]
    case "strong":
      return [{ is: "strong", children: blocks(token.tokens) }]
    case "codespan":
      return [{ is: "code", children: [token.text] }]
    case "link":
      return [{ is: "link", href: token.href, children: blocks(token.tokens) }]
    case "image":
      return [picture(token.href, token.text)]
    case "text":
      return token.tokens === undefined ? [token.text.replaceAll("\n", " ")] : blocks(token.tokens)
    default:
      throw new Error(`a guide holds no ${token.type}: ${token.raw}`)
  }
}

function picture(href: string, alt: string): GuideNode {
  const file = /^\.\.\/pictures\/([\w/-]+\.png)$/.exec(href)?.[1]
  if (file === undefined) throw new Error(`a picture lies in docs/guides/pictures, not at ${href}`)
  if (alt === "") throw new Error(`${file} is shown without words for those who do not see it`)
  return { is: "picture", file, alt }
}

/** The anchor of an item's first paragraph is the item's. */
function listItem(children: readonly GuideNode[]): GuideNode {
  const [first, ...rest] = children
  if (typeof first !== "object" || first.is !== "p" || first.id === undefined) return withAnchor("li", children)
  return { is: "li", id: first.id, children: [{ is: "p", children: first.children }, ...rest] }
}

function codeBlock(language: string, text: string): GuideNode {
  if (language === "sh" || language === "powershell")
    return { is: "commands", shell: language, lines: text.split("\n") }
  if (language === "console") return { is: "output", text, from: "command" }
  if (language === "text") return { is: "output", text, from: "elsewhere" }
  throw new Error(`a code block is called “${language}”`)
}
