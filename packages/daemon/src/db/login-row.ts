import {
  accountId,
  accountKinds,
  type ListedLogin,
  type LoginReport,
  loginKinds,
  refusalReasons,
  serverId,
  sshKeyId,
} from "@latchkey/core"
import { isKeyTypeName } from "@latchkey/engine"
import type { LoginReportTable } from "./login-tables.ts"
import { fold, oneOf, present } from "./row.ts"

/** A report with what is known now of its connections and of its key. */
export interface LoginRow extends Omit<LoginReportTable, "search_text"> {
  readonly open: number
  readonly closing: number
  readonly name: string | null
  readonly key_type: string | null
  readonly bits: number | null
  readonly owner_id: string | null
  readonly handle: string | null
  readonly owner_kind: string | null
}

export function toLoginReport(row: Omit<LoginReportTable, "search_text">): LoginReport {
  return {
    id: row.id,
    serverId: serverId(row.server_id),
    kind: oneOf(loginKinds, row.kind, "kind of login report"),
    at: row.at,
    firstAt: row.first_at,
    receivedAt: row.received_at,
    loginUser: row.login_user,
    address: row.address,
    port: row.port,
    fingerprint: row.fingerprint,
    ...(row.key_id !== null && { keyId: sshKeyId(row.key_id) }),
    ...(row.reason !== null && { reason: oneOf(refusalReasons, row.reason, "reason of a refusal") }),
    count: row.count,
    ...(row.open_until !== null && { openUntil: row.open_until }),
  }
}

export function toListedLogin(row: LoginRow): ListedLogin {
  return { ...toLoginReport(row), isOpen: row.open > 0, isClosing: row.closing > 0, ...keyOf(row) }
}

/** Of a key that is gone, or whose holder has left the project, nothing. */
function keyOf(row: LoginRow): Pick<ListedLogin, "key"> {
  const { key_id: id, name, key_type: keyType, bits } = row
  if (id === null || name === null || keyType === null || bits === null) return {}
  if (!isKeyTypeName(keyType)) throw new Error("the database holds a key type that this program does not know")
  const owner = {
    id: accountId(present(row.owner_id, "key's holder")),
    handle: present(row.handle, "account's handle"),
    kind: oneOf(accountKinds, present(row.owner_kind, "kind of account"), "kind of account"),
  }
  return { key: { id: sshKeyId(id), name, keyType, bits, owner } }
}

export function toLoginRow(report: LoginReport): LoginReportTable {
  return {
    id: report.id,
    server_id: report.serverId,
    kind: report.kind,
    at: report.at,
    first_at: report.firstAt,
    received_at: report.receivedAt,
    login_user: report.loginUser,
    address: report.address,
    port: report.port,
    fingerprint: report.fingerprint,
    key_id: report.keyId ?? null,
    reason: report.reason ?? null,
    count: report.count,
    open_until: report.openUntil ?? null,
    search_text: fold(`${report.loginUser}\n${report.address}\n${report.fingerprint}`),
  }
}
