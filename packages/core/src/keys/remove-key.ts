import type { Outcome } from "../action.ts"
import type { Stores } from "../ports.ts"
import { handOver } from "../servers/end-replacement.ts"
import { deletedKey } from "./key-event.ts"
import type { SshKey } from "./ssh-key.ts"

/** The work of deleting a key, by whatever door. */
export async function removeKey(stores: Stores, key: SshKey): Promise<Outcome<void>> {
  const replacement = await handOver(stores, key)
  await stores.sshKeys.delete(key.id)
  return { value: undefined, ...deletedKey(key), ...(replacement && { after: { newKey: replacement.newKeyId } }) }
}
