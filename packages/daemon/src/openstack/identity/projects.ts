import type { Project } from "@latchkey/core"
import { domain } from "./domain.ts"

/** A project as the identity API shows it. @param url where that API is */
export function renderProject({ id, name }: Project, url: string) {
  return {
    id,
    name,
    domain_id: domain.id,
    description: "",
    enabled: true,
    parent_id: domain.id,
    is_domain: false,
    tags: [],
    options: {},
    links: { self: `${url}/projects/${id}` },
  }
}
