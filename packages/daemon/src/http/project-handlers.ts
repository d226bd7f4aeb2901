import {
  accountId,
  assignOwner,
  changeMemberRole,
  createProject,
  deleteProject,
  inviteToProject,
  leaveProject,
  linkId,
  listMembers,
  listProjectInvitations,
  listProjects,
  projectId,
  removeMember,
  renameProject,
  revokeProjectInvitation,
  showProject,
} from "@latchkey/core"
import type { Handlers } from "./call.ts"
import { renderNewLink, renderProjectInvitation } from "./render/link.ts"
import { renderMember, renderProject } from "./render/project.ts"

type ProjectRoutes =
  | "listProjects"
  | "createProject"
  | "showProject"
  | "renameProject"
  | "deleteProject"
  | "listMembers"
  | "changeMemberRole"
  | "removeMember"
  | "leaveProject"
  | "inviteToProject"
  | "listProjectInvitations"
  | "revokeProjectInvitation"
  | "assignOwner"

export const projectHandlers: Handlers<ProjectRoutes> = {
  async listProjects({ context, actor }) {
    return { items: (await listProjects(context, actor)).map(renderProject) }
  },

  async createProject({ context, actor, body }) {
    return renderProject(await createProject(context, actor, body.name))
  },

  async showProject({ context, actor, params }) {
    return renderProject(await showProject(context, actor, projectId(params.id)))
  },

  async renameProject({ context, actor, params, body }) {
    return renderProject(await renameProject(context, actor, projectId(params.id), body.name))
  },

  async deleteProject({ context, actor, params }) {
    await deleteProject(context, actor, projectId(params.id))
  },

  async listMembers({ context, actor, params }) {
    return { items: (await listMembers(context, actor, projectId(params.id))).map(renderMember) }
  },

  async changeMemberRole({ context, actor, params, body }) {
    const { id, accountId: member } = params
    return renderMember(await changeMemberRole(context, actor, projectId(id), accountId(member), body.role))
  },

  async removeMember({ context, actor, params }) {
    await removeMember(context, actor, projectId(params.id), accountId(params.accountId))
  },

  async leaveProject({ context, actor, params }) {
    await leaveProject(context, actor, projectId(params.id))
  },

  async inviteToProject({ context, actor, params, body, publicUrl }) {
    return renderNewLink(await inviteToProject(context, actor, projectId(params.id), body.role), publicUrl)
  },

  async listProjectInvitations({ context, actor, params }) {
    const open = await listProjectInvitations(context, actor, projectId(params.id))
    return { items: open.map(renderProjectInvitation) }
  },

  async revokeProjectInvitation({ context, actor, params }) {
    await revokeProjectInvitation(context, actor, projectId(params.id), linkId(params.linkId))
  },

  async assignOwner({ context, actor, params, body }) {
    await assignOwner(context, actor, projectId(params.id), accountId(body.accountId))
  },
}
