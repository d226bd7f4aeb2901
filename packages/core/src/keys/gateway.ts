import { keyTypes } from "@latchkey/engine"
import type { Account } from "../accounts/account.ts"
import type { SshKeyId } from "../ids.ts"
import type { Context } from "../ports.ts"
import { keyOpens, type SshKey } from "./ssh-key.ts"
import type { SeenUse } from "./ssh-key-store.ts"

/** A key and the account that it signs in. */
export interface Admitted {
  readonly key: SshKey
  readonly account: Account
}

/**
 * Whether a key with this fingerprint may sign in at the gateway now. sshd asks before it has verified a signature, so
 * the answer proves nothing about whoever offers the key.
 *
 * @param fingerprint "SHA256:..." as sshd's %f gives it
 */
export async function admit(context: Context, fingerprint: string): Promise<Admitted | undefined> {
  const [key] = await context.database.stores.sshKeys.findByFingerprint(fingerprint)
  return key && opening(context, key)
}

/** The same, by the key's id, once sshd has verified the signature and runs the forced command. */
export async function admitById(context: Context, id: SshKeyId): Promise<Admitted | undefined> {
  const key = await context.database.stores.sshKeys.find(id)
  return key && opening(context, key)
}

async function opening(context: Context, key: SshKey): Promise<Admitted | undefined> {
  if (!keyOpens(key, context.clock.now())) return undefined
  const account = await context.database.stores.accounts.find(key.accountId)
  return account === undefined || account.disabledAt !== undefined ? undefined : { key, account }
}

/** What the gateway tells someone who has signed in: who they are and by which key. One line, no line end. */
export function greeting({ key, account }: Admitted): string {
  const { family } = keyTypes[key.keyType]
  return `Hello ${account.handle}. You are signed in with "${key.name}" (${key.fingerprint}, ${family} ${key.bits}). Nothing else happens here.`
}

/** Writes down logins that were seen, many at a time. */
export function recordKeyUses(context: Context, uses: readonly SeenUse[]): Promise<void> {
  return context.database.transaction((stores) => stores.sshKeys.recordUses(uses))
}
