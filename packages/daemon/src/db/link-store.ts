import {
  accountId,
  type Link,
  type LinkStore,
  linkId,
  linkKinds,
  type ProjectInvitation,
  projectId,
  projectRoles,
} from "@latchkey/core"
import { oneOf, present } from "./row.ts"
import type { DatabaseHandle, LinkTable } from "./schema.ts"

export function linkStore(db: DatabaseHandle): LinkStore {
  return {
    async find(id) {
      const row = await db.selectFrom("links").selectAll().where("id", "=", id).executeTakeFirst()
      return row && toLink(row)
    },

    async findByHash(hash) {
      const row = await db.selectFrom("links").selectAll().where("hash", "=", hash).executeTakeFirst()
      return row && toLink(row)
    },

    async findInvitation(handle, now) {
      const row = await db
        .selectFrom("links")
        .selectAll()
        .where("handle", "=", handle)
        .where("expires_at", ">", now)
        .executeTakeFirst()
      const link = row && toLink(row)
      return link?.kind === "invitation" ? link : undefined
    },

    async listOfAdmins(now) {
      const rows = await db
        .selectFrom("links")
        .selectAll()
        .where("kind", "<>", "project_invitation")
        .where("expires_at", ">", now)
        .orderBy("id", "desc")
        .execute()
      return rows.map(toLink).flatMap((link) => (link.kind === "project_invitation" ? [] : [link]))
    },

    async listByProject(project, now) {
      const rows = await db
        .selectFrom("links")
        .selectAll()
        .where("project_id", "=", project)
        .where("expires_at", ">", now)
        .orderBy("id", "desc")
        .execute()
      return rows.map(toProjectInvitation)
    },

    async insert(link, hash) {
      await db
        .insertInto("links")
        .values({
          id: link.id,
          hash,
          kind: link.kind,
          handle: link.kind === "invitation" ? link.handle : null,
          account_id: link.kind === "password_reset" ? link.accountId : null,
          project_id: link.kind === "project_invitation" ? link.projectId : null,
          project_role: link.kind === "project_invitation" ? link.role : null,
          created_by: link.createdBy,
          created_at: link.createdAt,
          expires_at: link.expiresAt,
        })
        .execute()
    },

    async delete(id) {
      const result = await db.deleteFrom("links").where("id", "=", id).executeTakeFirst()
      return result.numDeletedRows === 1n
    },

    async deletePasswordResets(account) {
      await db.deleteFrom("links").where("account_id", "=", account).execute()
    },

    async deleteExpired(before) {
      await db.deleteFrom("links").where("expires_at", "<", before).execute()
    },
  }
}

function toLink(row: LinkTable): Link {
  const kind = oneOf(linkKinds, row.kind, "kind of link")
  switch (kind) {
    case "invitation":
      return { ...common(row), kind, handle: present(row.handle, "invitation's handle") }
    case "password_reset":
      return { ...common(row), kind, accountId: accountId(present(row.account_id, "password reset's account")) }
    case "project_invitation":
      return toProjectInvitation(row)
  }
}

function toProjectInvitation(row: LinkTable): ProjectInvitation {
  return {
    ...common(row),
    kind: "project_invitation",
    projectId: projectId(present(row.project_id, "invitation's project")),
    role: oneOf(projectRoles, present(row.project_role, "invitation's role"), "role in a project"),
  }
}

function common(row: LinkTable) {
  return {
    id: linkId(row.id),
    createdBy: accountId(row.created_by),
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  }
}
