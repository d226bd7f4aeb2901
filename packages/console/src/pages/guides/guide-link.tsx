import type { ReactNode } from "react"
import { paths } from "../../paths.ts"
import { TextLink } from "../../ui/links.tsx"
import type { GuideName } from "./guide.ts"

/** A link to a guide, or to a place in it, from where people get stuck. */
export function GuideLink({ name, at, children }: { name: GuideName; at?: string; children: ReactNode }) {
  return (
    <TextLink inherit to={paths.guide} params={{ guide: name }} {...(at !== undefined && { hash: at })}>
      {children}
    </TextLink>
  )
}
