import { accountId } from "../ids.ts"
import type { Stores } from "../ports.ts"
import type { AuditTarget } from "./audit-event.ts"

/** What an event is about that is about no account's things: the installation, which belongs to itself. */
export async function installationTarget({ accounts }: Stores): Promise<AuditTarget> {
  const id = await accounts.installationId()
  return { kind: "installation", id, name: "", accountId: accountId(id) }
}
