import { encodeBase64 } from "@latchkey/engine"
import type { Context } from "../ports.ts"
import type { SshKey } from "./ssh-key.ts"

/**
 * One authorized_keys line as it is served to machines: type, base64 and our own key id, nothing that a person wrote
 * (PRODUCT, "Keys: rules" 3). No line end.
 */
export function authorizedKeysLine(key: SshKey): string {
  return `${key.keyType} ${encodeBase64(key.blob)} ${key.id}`
}

/**
 * The lines of `GET /HANDLE.keys`: type and base64, no comments, each key once, only keys that open something now. `undefined` for an
 * unknown handle, a disabled account and one that does not publish: all three look the same.
 */
export async function publishedKeys(context: Context, handle: string): Promise<readonly string[] | undefined> {
  const { stores } = context.database
  const account = await stores.accounts.findByHandle(handle)
  if (account?.kind !== "person" || !account.publishesKeys || account.disabledAt !== undefined) return undefined
  const keys = await stores.sshKeys.listOpening(account.id, context.clock.now())
  return [...new Set(keys.map((key) => `${key.keyType} ${encodeBase64(key.blob)}`))]
}
