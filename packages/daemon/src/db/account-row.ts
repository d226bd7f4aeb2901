import { type Account, accountId, accountKinds, languages, projectId, type Robot, roles, themes } from "@latchkey/core"
import type { Selectable } from "kysely"
import { flag, fold, oneOf, present } from "./row.ts"
import type { AccountTable } from "./schema.ts"

export function toAccount(row: Selectable<AccountTable>): Account {
  const kind = oneOf(accountKinds, row.kind, "kind of account")
  if (kind === "robot") return toRobot(row)
  return {
    kind,
    ...common(row),
    email: present(row.email, "e-mail address"),
    language: oneOf(languages, present(row.language, "language"), "language"),
    theme: oneOf(themes, present(row.theme, "theme"), "theme"),
    role: oneOf(roles, present(row.role, "role"), "role"),
    publishesKeys: row.publishes_keys === 1,
  }
}

export function toRobot(row: Selectable<AccountTable>): Robot {
  return {
    kind: "robot",
    ...common(row),
    projectId: projectId(present(row.project_id, "robot's project")),
    disabledByAdmin: row.disabled_by_admin === 1,
  }
}

function common(row: Selectable<AccountTable>) {
  return {
    id: accountId(row.id),
    handle: row.handle,
    displayName: row.display_name,
    keyQuota: row.key_quota,
    createdAt: row.created_at,
    revision: row.revision,
    ...(row.disabled_at !== null && { disabledAt: row.disabled_at }),
  }
}

/** The columns that follow from what may change of an account. */
export function changeable(account: Account) {
  const isPerson = account.kind === "person"
  return {
    email: isPerson ? account.email : null,
    display_name: account.displayName,
    language: isPerson ? account.language : null,
    theme: isPerson ? account.theme : null,
    role: isPerson ? account.role : null,
    publishes_keys: flag(isPerson && account.publishesKeys),
    key_quota: account.keyQuota,
    disabled_at: account.disabledAt ?? null,
    disabled_by_admin: flag(account.kind === "robot" && account.disabledByAdmin),
    revision: account.revision,
    search_text: fold([account.handle, account.displayName, isPerson ? account.email : ""].join("\n")),
  }
}

/** All columns of a new account. */
export function toRow(account: Account, passwordHash: string | undefined): AccountTable {
  return {
    id: account.id,
    kind: account.kind,
    handle: account.handle,
    project_id: account.kind === "robot" ? account.projectId : null,
    password_hash: passwordHash ?? null,
    created_at: account.createdAt,
    ...changeable(account),
  }
}
