import { keyTypes } from "@latchkey/engine"
import type { Account } from "../accounts/account.ts"
import { anonymous } from "../actor.ts"
import type { AuditEvent } from "../audit/audit-event.ts"
import { installationTarget } from "../audit/installation-target.ts"
import { newAuditEvent } from "../audit/new-audit-event.ts"
import { recordRefusal } from "../audit/record-refusal.ts"
import type { SshKeyId } from "../ids.ts"
import type { Context } from "../ports.ts"
import type { Project } from "../projects/project.ts"
import { keyTarget } from "./key-event.ts"
import { keyOpens, type SshKey } from "./ssh-key.ts"
import type { SeenUse } from "./ssh-key-store.ts"

/** A key and the account that it signs in. */
export interface Admitted {
  readonly key: SshKey
  readonly account: Account
  /** The project of a robot. */
  readonly project?: Project
}

/**
 * Whether a key with this fingerprint may sign in at the gateway now. sshd asks before it has verified a signature, so
 * the answer proves nothing about whoever offers the key.
 *
 * @param fingerprint "SHA256:..." as sshd's %f gives it
 */
export async function admit(context: Context, fingerprint: string): Promise<Admitted | undefined> {
  const registered = await context.database.stores.sshKeys.findByFingerprint(fingerprint)
  // The same key under several names: whichever of them opens will do.
  const key = registered.find((one) => keyOpens(one, context.clock.now()))
  return key && opening(context, key)
}

/**
 * Writes down that a key was offered that opens nothing. Of keys that nobody has registered only how many there were:
 * offering one proves nothing, and costs nothing.
 */
export function recordRefusedKey(context: Context, fingerprint: string): Promise<void> {
  return recordRefusal(context, anonymous, "gateway.sign-in", async (stores) => {
    const [key] = await stores.sshKeys.findByFingerprint(fingerprint)
    return key === undefined ? installationTarget(stores) : keyTarget(key)
  })
}

/** The same, by the key's id, once sshd has verified the signature and runs the forced command. */
export async function admitById(context: Context, id: SshKeyId): Promise<Admitted | undefined> {
  const key = await context.database.stores.sshKeys.find(id)
  return key && opening(context, key)
}

async function opening(context: Context, key: SshKey): Promise<Admitted | undefined> {
  if (!keyOpens(key, context.clock.now())) return undefined
  const { stores } = context.database
  const account = await stores.accounts.find(key.accountId)
  if (account === undefined || account.disabledAt !== undefined) return undefined
  const project = account.kind === "robot" ? await stores.projects.find(account.projectId) : undefined
  return { key, account, ...(project !== undefined && { project }) }
}

/** What the gateway tells someone who has signed in: who they are and by which key. One line, no line end. */
export function greeting({ key, account, project }: Admitted): string {
  const { family } = keyTypes[key.keyType]
  const who = project === undefined ? account.handle : `${account.handle}, robot of the project "${project.name}"`
  return `Hello ${who}. You are signed in with "${key.name}" (${key.fingerprint}, ${family} ${key.bits}). Nothing else happens here.`
}

/** Writes down logins that were seen, many at a time: as the keys' last use, and in the audit, within bounds. */
export async function recordKeyUses(context: Context, uses: readonly SeenUse[]): Promise<void> {
  const events: AuditEvent[] = []
  for (const use of uses) events.push(...(await signInEvent(context, use)))
  await context.database.transaction(async (stores) => {
    await stores.sshKeys.recordUses(uses)
    for (const event of events) await stores.auditEvents.append(event)
  })
}

async function signInEvent(context: Context, { keyId, from, logins = 1 }: SeenUse): Promise<readonly AuditEvent[]> {
  const { stores } = context.database
  const key = await stores.sshKeys.find(keyId)
  const account = key && (await stores.accounts.find(key.accountId))
  if (key === undefined || account === undefined) return []
  const { requestId } = context.origin
  const origin = { door: "ssh", requestId, ...(from !== undefined && { address: from }) } as const
  const facts = { target: keyTarget(key), ...(logins > 1 && { after: { count: logins } }) }
  const event: AuditEvent = {
    ...newAuditEvent({ ...context, origin }, anonymous, "gateway.sign-in", facts),
    actor: { accountId: account.id, handle: account.handle },
  }
  return context.eventBounds.admit(event) ? [event] : []
}
