import type {
  AdminLink as RenderedAdminLink,
  LinkPurpose as RenderedLinkPurpose,
  NewLink as RenderedNewLink,
  ProjectInvitation as RenderedProjectInvitation,
} from "@latchkey/contract"
import { type AdminLink, type LinkPurpose, linkPaths, type NewLink, type ProjectInvitation } from "@latchkey/core"
import { toPrintable } from "@latchkey/engine"
import { renderTime } from "./time.ts"

/** The secret stands in the fragment: browsers send it to nobody, and no log has it. */
export function renderNewLink({ link, secret }: NewLink, publicUrl: string): RenderedNewLink {
  return {
    id: link.id,
    url: `${publicUrl}${linkPaths[link.kind]}#${secret}`,
    expiresAt: renderTime(link.expiresAt),
  }
}

export function renderAdminLink({ link, handle, createdBy }: AdminLink): RenderedAdminLink {
  const { id, kind, createdAt, expiresAt } = link
  return { id, kind, handle, createdBy, createdAt: renderTime(createdAt), expiresAt: renderTime(expiresAt) }
}

export function renderLinkPurpose(purpose: LinkPurpose): RenderedLinkPurpose {
  const common = { from: toPrintable(purpose.from), expiresAt: renderTime(purpose.expiresAt) }
  return purpose.kind === "project_invitation"
    ? { kind: purpose.kind, projectName: toPrintable(purpose.projectName), role: purpose.role, ...common }
    : { kind: purpose.kind, handle: purpose.handle, ...common }
}

export function renderProjectInvitation(link: ProjectInvitation): RenderedProjectInvitation {
  const { id, role, createdAt, expiresAt } = link
  return { id, role, createdAt: renderTime(createdAt), expiresAt: renderTime(expiresAt) }
}
