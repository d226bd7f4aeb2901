import { AccessOptions } from "@latchkey/contract"
import { type Access, type AccessSubject, accessId, accountId, serverId, sshKeyId, subjectKinds } from "@latchkey/core"
import { flag, oneOf, present } from "./row.ts"
import type { ServerAccessTable } from "./schema.ts"

export function toAccess(row: ServerAccessTable): Access {
  return {
    id: accessId(row.id),
    serverId: serverId(row.server_id),
    loginUser: row.login_user,
    subject: toSubject(row),
    options: toOptions(row.options),
    breakGlass: row.break_glass === 1,
    createdBy: accountId(row.created_by),
    createdAt: row.created_at,
  }
}

/** How no options are written, as most accesses have none. */
const none = "{}"

/** One that this program does not know must not be passed over: it would let in more than was meant. */
function toOptions(text: string): Access["options"] {
  return text === none ? {} : AccessOptions.parse(JSON.parse(text))
}

function toSubject(row: ServerAccessTable): AccessSubject {
  const kind = oneOf(subjectKinds, row.subject_kind, "kind of subject")
  switch (kind) {
    case "key":
      return { kind, keyId: sshKeyId(present(row.key_id, "access's key")) }
    case "account":
      return { kind, accountId: accountId(present(row.account_id, "access's account")) }
    case "project":
      return { kind }
  }
}

export function toRow({ subject, ...access }: Access): ServerAccessTable {
  return {
    id: access.id,
    server_id: access.serverId,
    login_user: access.loginUser,
    subject_kind: subject.kind,
    key_id: subject.kind === "key" ? subject.keyId : null,
    account_id: subject.kind === "account" ? subject.accountId : null,
    options: JSON.stringify(access.options),
    break_glass: flag(access.breakGlass),
    created_by: access.createdBy,
    created_at: access.createdAt,
  }
}
