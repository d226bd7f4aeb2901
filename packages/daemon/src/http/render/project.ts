import type { Member as RenderedMember, Project as RenderedProject } from "@latchkey/contract"
import type { Member, OwnProject } from "@latchkey/core"
import { toPrintable } from "@latchkey/engine"
import { renderTime } from "./time.ts"

export function renderProject({ project, membership }: OwnProject): RenderedProject {
  const { id, name, kind, serverQuota, createdAt } = project
  return {
    id,
    name: toPrintable(name),
    kind,
    serverQuota,
    createdAt: renderTime(createdAt),
    role: membership.role,
  }
}

export function renderMember({ account, membership }: Member): RenderedMember {
  const { id, handle, displayName, disabledAt } = account
  return {
    account: { id, handle, displayName: toPrintable(displayName), disabledAt: renderTime(disabledAt) },
    role: membership.role,
    since: renderTime(membership.since),
  }
}
