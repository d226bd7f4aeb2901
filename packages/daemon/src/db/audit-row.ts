import {
  type AuditDetail,
  type AuditEvent,
  accountId,
  actionNames,
  apiTokenId,
  auditEventId,
  auditOutcomes,
  auditTargetKinds,
  doors,
} from "@latchkey/core"
import { jsonObject, oneOf } from "./row.ts"
import type { AuditEventTable } from "./schema.ts"

export function toAuditRow(event: AuditEvent): AuditEventTable {
  return {
    id: event.id,
    at: event.at,
    action: event.action,
    outcome: event.outcome,
    actor_account_id: event.actor?.accountId ?? null,
    actor_handle: event.actor?.handle ?? null,
    actor_token_id: event.actor?.tokenId ?? null,
    target_kind: event.target.kind,
    target_id: event.target.id,
    target_name: event.target.name,
    target_account_id: event.target.accountId,
    target_fingerprint: event.target.fingerprint ?? null,
    door: event.door,
    address: event.address ?? null,
    request_id: event.requestId,
    before: event.before === undefined ? null : JSON.stringify(event.before),
    after: event.after === undefined ? null : JSON.stringify(event.after),
    chain_place: null,
    chain_link: null,
  }
}

export function toAuditEvent(row: AuditEventTable): AuditEvent {
  return {
    id: auditEventId(row.id),
    at: row.at,
    action: oneOf(actionNames, row.action, "audit event's action"),
    outcome: oneOf(auditOutcomes, row.outcome, "audit event's outcome"),
    ...(row.actor_account_id !== null &&
      row.actor_handle !== null && {
        actor: {
          accountId: accountId(row.actor_account_id),
          handle: row.actor_handle,
          ...(row.actor_token_id !== null && { tokenId: apiTokenId(row.actor_token_id) }),
        },
      }),
    target: {
      kind: oneOf(auditTargetKinds, row.target_kind, "audit event's target"),
      id: row.target_id,
      name: row.target_name,
      accountId: accountId(row.target_account_id),
      ...(row.target_fingerprint !== null && { fingerprint: row.target_fingerprint }),
    },
    door: oneOf(doors, row.door, "audit event's door"),
    ...(row.address !== null && { address: row.address }),
    requestId: row.request_id,
    ...(row.before !== null && { before: toDetail(row.before) }),
    ...(row.after !== null && { after: toDetail(row.after) }),
  }
}

/**
 * The `auditRecord` of a row, whatever it holds: somebody may have written to it who should not, and verifying must not
 * fail at that but find it.
 */
export function toAuditRecord(row: AuditEventTable): object {
  const { actor_account_id, actor_handle, actor_token_id } = row
  const hasActor = actor_account_id !== null || actor_handle !== null || actor_token_id !== null
  return {
    id: row.id,
    at: toTimeText(row.at),
    action: row.action,
    outcome: row.outcome,
    actor: hasActor ? { accountId: actor_account_id, handle: actor_handle, tokenId: actor_token_id } : null,
    target: {
      kind: row.target_kind,
      id: row.target_id,
      name: row.target_name,
      accountId: row.target_account_id,
      fingerprint: row.target_fingerprint,
    },
    door: row.door,
    address: row.address,
    requestId: row.request_id,
    before: row.before === null ? null : toAnything(row.before),
    after: row.after === null ? null : toAnything(row.after),
  }
}

function toTimeText(at: number): string {
  const time = new Date(at)
  return Number.isNaN(time.getTime()) ? String(at) : time.toISOString()
}

function toAnything(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function toDetail(text: string): AuditDetail {
  const detail: Record<string, string | number | boolean | null> = {}
  for (const [name, value] of Object.entries(jsonObject(text, "audit event's detail"))) {
    const isPlain =
      value === null || typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    if (!isPlain) throw new Error("the database holds an audit event's detail that is not flat")
    detail[name] = value
  }
  return detail
}
