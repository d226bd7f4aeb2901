import { type AuditFilter, day, type Instant, isIdText, minute, nobodyInParticular } from "@latchkey/core"
import type { DatabaseHandle } from "./schema.ts"

/**
 * What was asked for, in parts that share no event and of which each is found by one index: the few that are not sealed yet,
 * and what is sealed; of both for an account the events about its things, those that it did to things of others, and those
 * that others did to the robots it looks after. Read one after the other in this order, what is sealed meanwhile comes
 * twice; in another it would not come at all.
 */
export function auditParts(db: DatabaseHandle, query: AuditFilter): readonly AuditPart[] {
  const all = filtered(db, query)
  return [
    ...partsOf(all.where("chain_place", "is", null), query),
    ...partsOf(all.where("chain_place", "is not", null), query),
  ]
}

function partsOf(all: AuditPart, { accountId: account }: AuditFilter): readonly AuditPart[] {
  if (account === undefined) return [all]
  return [
    all.where("target_account_id", "=", account),
    all
      .where("actor_account_id", "=", account)
      .where((eb) => eb("actor_account_id", "<>", eb.ref("target_account_id"))),
    all
      .where("target_account_id", "in", (eb) =>
        eb
          .selectFrom("memberships")
          .innerJoin("accounts", "accounts.project_id", "memberships.project_id")
          .where("memberships.account_id", "=", account)
          .where("memberships.role", "in", ["owner", "member"])
          .select("accounts.id"),
      )
      .where((eb) => eb.or([eb("actor_account_id", "is", null), eb("actor_account_id", "<>", account)])),
  ]
}

export type AuditPart = ReturnType<typeof filtered>

function filtered(db: DatabaseHandle, filter: AuditFilter) {
  const { person, action, targetId, target, key, from, to, outcome, door } = filter
  let found = db.selectFrom("audit_events")
  if (action !== undefined) found = found.where("action", "=", action)
  if (targetId !== undefined) found = found.where("target_id", "=", targetId)
  if (target !== undefined) found = found.where(isIdText(target) ? "target_id" : "target_name", "=", target)
  if (outcome !== undefined) found = found.where("outcome", "=", outcome)
  if (door !== undefined) found = found.where("door", "=", door)
  if (key !== undefined) {
    found = found
      .where("target_kind", "=", "ssh_key")
      .where(isIdText(key) ? "target_id" : "target_fingerprint", "=", key)
  }
  if (from !== undefined) found = found.where("at", ">=", from).where("id", ">=", firstIdAt(from - largestHaste))
  if (to !== undefined) found = found.where("at", "<", to).where("id", "<", firstIdAt(to + largestStepBack))
  if (person === nobodyInParticular) found = found.where("actor_handle", "is", null)
  else if (person !== undefined) found = found.where("actor_handle", "=", person)
  return found
}

/** An event gets its id a moment before its time. */
const largestHaste = 1 * minute

/** Ids go on counting up when the clock is set back, so an event's can be long after its time. */
const largestStepBack = 1 * day

/** No id that was made at this moment or later is less (RFC 9562 section 5.7). */
function firstIdAt(at: Instant): string {
  const hex = Math.max(0, Math.trunc(at)).toString(16).padStart(12, "0")
  return `${hex.slice(0, 8)}-${hex.slice(8)}`
}
