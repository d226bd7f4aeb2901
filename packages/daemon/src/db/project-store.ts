import { accountId, type Membership, type Project, type ProjectStore, projectId, projectRoles } from "@latchkey/core"
import { toAccount } from "./account-row.ts"
import { fold, oneOf } from "./row.ts"
import type { DatabaseHandle, MembershipTable, ProjectTable } from "./schema.ts"

export function projectStore(db: DatabaseHandle): ProjectStore {
  return {
    async find(id) {
      const row = await db.selectFrom("projects").selectAll().where("id", "=", id).executeTakeFirst()
      return row && toProject(row)
    },

    async findPersonal(account) {
      const row = await db
        .selectFrom("projects")
        .selectAll()
        .where("personal_account_id", "=", account)
        .executeTakeFirst()
      return row && toProject(row)
    },

    async list(limit, name) {
      const all = db.selectFrom("projects").selectAll()
      const rows = await (name === undefined ? all : all.where("name", "=", name))
        .orderBy("name_key")
        .orderBy("id")
        .limit(limit)
        .execute()
      return rows.map(toProject)
    },

    async listByMember(account) {
      const rows = await db
        .selectFrom("memberships")
        .innerJoin("projects", "projects.id", "memberships.project_id")
        .selectAll("projects")
        .select(["memberships.project_id", "memberships.account_id", "memberships.role", "memberships.since"])
        .where("memberships.account_id", "=", account)
        .orderBy("projects.name_key")
        .orderBy("projects.id")
        .execute()
      const all = rows.map((row) => ({ project: toProject(row), membership: toMembership(row) }))
      const isPersonal = ({ project }: (typeof all)[number]) => project.kind === "personal"
      return [...all.filter(isPersonal), ...all.filter((each) => !isPersonal(each))]
    },

    async listHeldAlone(account) {
      const rows = await db
        .selectFrom("memberships as own")
        .innerJoin("projects", "projects.id", "own.project_id")
        .selectAll("projects")
        .where("own.account_id", "=", account)
        .where("own.role", "=", "owner")
        .where("projects.personal_account_id", "is", null)
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom("memberships as other")
                .innerJoin("accounts", "accounts.id", "other.account_id")
                .select("other.account_id")
                .whereRef("other.project_id", "=", "projects.id")
                .where("other.account_id", "<>", account)
                .where("other.role", "=", "owner")
                .where("accounts.disabled_at", "is", null),
            ),
          ),
        )
        .orderBy("projects.name_key")
        .orderBy("projects.id")
        .execute()
      return rows.map(toProject)
    },

    async insert(project, personalOf) {
      const result = await db
        .insertInto("projects")
        .values({
          id: project.id,
          name: project.name,
          name_key: fold(project.name),
          personal_account_id: personalOf?.id ?? null,
          server_quota: project.serverQuota,
          created_at: project.createdAt,
        })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
      return result.numInsertedOrUpdatedRows === 1n
    },

    async rename(id, name) {
      await db
        .updateTable("projects")
        .set({ name, name_key: fold(name) })
        .where("id", "=", id)
        .execute()
    },

    async delete(id) {
      await db.deleteFrom("links").where("project_id", "=", id).execute()
      await db.deleteFrom("memberships").where("project_id", "=", id).execute()
      await db.deleteFrom("projects").where("id", "=", id).execute()
    },

    async findMembership(project, account) {
      const row = await db
        .selectFrom("memberships")
        .selectAll()
        .where("project_id", "=", project)
        .where("account_id", "=", account)
        .executeTakeFirst()
      return row && toMembership(row)
    },

    async listMembers(project) {
      const memberships = await db.selectFrom("memberships").selectAll().where("project_id", "=", project).execute()
      const accounts = await db
        .selectFrom("accounts")
        .selectAll()
        .where("id", "in", (eb) =>
          eb.selectFrom("memberships").select("account_id").where("memberships.project_id", "=", project),
        )
        .orderBy("handle")
        .execute()
      return accounts.map(toAccount).flatMap((account) => {
        const row = memberships.find(({ account_id }) => account_id === account.id)
        return row === undefined ? [] : [{ account, membership: toMembership(row) }]
      })
    },

    async countOwners(project, besides) {
      let counted = db
        .selectFrom("memberships")
        .innerJoin("accounts", "accounts.id", "memberships.account_id")
        .where("memberships.project_id", "=", project)
        .where("memberships.role", "=", "owner")
        .where("accounts.disabled_at", "is", null)
      if (besides !== undefined) counted = counted.where("memberships.account_id", "<>", besides)
      const row = await counted.select((eb) => eb.fn.countAll<number>().as("count")).executeTakeFirstOrThrow()
      return row.count
    },

    async putMembership({ projectId: project, accountId: account, role, since }) {
      await db
        .insertInto("memberships")
        .values({ project_id: project, account_id: account, role, since })
        .onConflict((conflict) => conflict.columns(["project_id", "account_id"]).doUpdateSet({ role, since }))
        .execute()
    },

    async deleteMembership(project, account) {
      await db.deleteFrom("memberships").where("project_id", "=", project).where("account_id", "=", account).execute()
    },
  }
}

function toProject(row: ProjectTable): Project {
  return {
    id: projectId(row.id),
    name: row.name,
    kind: row.personal_account_id === null ? "shared" : "personal",
    serverQuota: row.server_quota,
    createdAt: row.created_at,
  }
}

function toMembership(row: MembershipTable): Membership {
  return {
    projectId: projectId(row.project_id),
    accountId: accountId(row.account_id),
    role: oneOf(projectRoles, row.role, "role in a project"),
    since: row.since,
  }
}
