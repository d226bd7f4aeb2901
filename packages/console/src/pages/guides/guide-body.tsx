import { routes } from "@latchkey/contract"
import { useQuery } from "@tanstack/react-query"
import { Fragment, type ReactNode } from "react"
import { apiQuery } from "../../api.ts"
import { isInReach } from "../../gateway/reach.ts"
import { CommandBox } from "../../ui/command-box.tsx"
import { type GuideNode, isGuideName } from "./guide.ts"
import { GuideLink } from "./guide-link.tsx"
import styles from "./guides.module.css"

const pictures = import.meta.glob<string>("../../../../../docs/guides/pictures/**/*.png", {
  query: "?url",
  import: "default",
  eager: true,
})
const sizes = import.meta.glob<PictureSize>("../../../../../docs/guides/pictures/**/*.png", {
  query: "?size",
  import: "default",
  eager: true,
})

type PictureSize = { readonly width: number; readonly height: number }

/** A guide's text. Commands name this installation's own gateway, where it is on. */
export function GuideBody({ nodes }: { nodes: readonly GuideNode[] }) {
  const here = useOwnNames()
  // Nodes never move: their place is their identity.
  const draw = (node: GuideNode, index: number): ReactNode => <Fragment key={index}>{drawNode(node)}</Fragment>
  function drawNode(node: GuideNode): ReactNode {
    if (typeof node === "string") return here(node)
    switch (node.is) {
      case "link":
        return drawLink(node.href, node.children.map(draw))
      case "commands":
        return node.lines.map((line) => (
          <CommandBox key={line} command={here(line)} prompt={node.shell === "powershell" ? "PS>" : "$"} />
        ))
      case "output":
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways on phones and must be reachable
        return <pre tabIndex={0}>{node.text}</pre>
      case "picture":
        return <Picture {...node} />
      case "code":
        return <code>{node.children.map(draw)}</code>
      default: {
        const { is: Element, id, children } = node
        return <Element id={id}>{children.map(draw)}</Element>
      }
    }
  }
  return <div className={styles.body}>{nodes.map(draw)}</div>
}

/** Takes its place before it is loaded, so that nothing moves. */
function Picture({ file, alt }: { file: string; alt: string }) {
  const path = `../../../../../docs/guides/pictures/${file}`
  return <img src={pictures[path]} {...sizes[path]} alt={alt} loading="lazy" decoding="async" />
}

function drawLink(href: string, children: ReactNode): ReactNode {
  const [file = "", at] = href.split("#")
  const name = file.replace(/\.md$/, "")
  if (!isGuideName(name)) throw new Error(`a guide links to ${href}`)
  return (
    <GuideLink name={name} {...(at !== undefined && { at })}>
      {children}
    </GuideLink>
  )
}

/** Puts the names of this installation where the guides have placeholders. */
function useOwnNames(): (text: string) => string {
  const { data: gateway } = useQuery(apiQuery(routes.showGateway, {}))
  return (text) => {
    const ours = text.replaceAll("LATCHKEY/", `${location.origin}/`)
    if (gateway?.state !== "on" || !isInReach(gateway)) return ours
    const { user, host, port } = gateway
    return ours
      .replaceAll("-p 2222 USER@HOST", port === 22 ? `${user}@${host}` : `-p ${port} ${user}@${host}`)
      .replaceAll("[HOST]:2222", port === 22 ? host : `[${host}]:${port}`)
  }
}
