import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import type { Guide, GuideLanguage, GuideName, GuideNode } from "../../packages/console/src/pages/guides/guide.ts"
import { readGuide } from "../../packages/console/src/pages/guides/read-guide.ts"

export const guidesFolder = fileURLToPath(new URL("../../docs/guides", import.meta.url))

export function guideOf(name: GuideName, language: GuideLanguage): Guide {
  return readGuide(readFileSync(`${guidesFolder}/${language}/${name}.md`, "utf8"))
}

type Element = Exclude<GuideNode, string>

/** All elements of a guide in the order of reading. */
export function elementsOf(nodes: readonly GuideNode[]): readonly Element[] {
  return nodes.flatMap((node) =>
    typeof node === "string" ? [] : [node, ...("children" in node ? elementsOf(node.children) : [])],
  )
}
