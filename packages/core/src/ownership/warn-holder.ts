import { fingerprintSha256 } from "@latchkey/engine"
import { anonymous } from "../actor.ts"
import { newAuditEvent } from "../audit/new-audit-event.ts"
import { keyTarget } from "../keys/key-event.ts"
import type { Context } from "../ports.ts"
import { isProvenBefore, type Proof } from "./apply-proof.ts"

/**
 * Tells the holder of a key that another account's proof came after one that stands: somebody has a copy of the private
 * half. Within bounds, for a proof can be given again and again; not inside of a transaction, which the refusal ends.
 */
export async function warnHolder(context: Context, proof: Proof | undefined, error: unknown): Promise<void> {
  if (proof === undefined || !isProvenBefore(error)) return
  const { database, eventBounds } = context
  const fingerprint = fingerprintSha256(proof.publicKey.blob)
  // Whoever was refused is to hear of that, also when the database is away by now.
  const [held] = await database.stores.sshKeys.findByFingerprint(fingerprint).catch(() => [])
  if (held === undefined) return
  const { address: _, ...origin } = context.origin
  const facts = { target: keyTarget(held), after: { claimedBy: proof.account.handle } }
  const event = newAuditEvent({ ...context, origin }, anonymous, "key.claim", facts)
  if (!eventBounds.admit(event)) return
  await database.transaction((stores) => stores.auditEvents.append(event)).catch(() => eventBounds.count(event))
}
