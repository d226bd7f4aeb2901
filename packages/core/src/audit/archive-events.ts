import { anonymous } from "../actor.ts"
import { accountId, type InstallationId } from "../ids.ts"
import type { Context } from "../ports.ts"
import type { AuditDetail, AuditEvent } from "./audit-event.ts"
import { newAuditEvent } from "./new-audit-event.ts"

/**
 * The event of a backup that was made, or of one that was restored, by whoever may read the data folder: nobody is signed in
 * there.
 *
 * @param facts what was kept or put back, as counts and times
 */
export function archiveEvent(
  context: Pick<Context, "clock" | "secrets" | "origin">,
  action: "installation.backup" | "installation.restore",
  id: InstallationId,
  facts: AuditDetail,
): AuditEvent {
  const target = { kind: "installation", id, name: "Latchkey", accountId: accountId(id) } as const
  return newAuditEvent(context, anonymous, action, { target, after: facts })
}
