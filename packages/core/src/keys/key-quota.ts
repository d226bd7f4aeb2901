import type { Account } from "../accounts/account.ts"
import { CoreError } from "../error.ts"
import type { Stores } from "../ports.ts"

/** @throws CoreError `quota_exceeded` when the account holds as many keys as it may */
export async function requireRoom(stores: Stores, { id, handle, keyQuota }: Account): Promise<void> {
  if ((await stores.keyPairs.count(id)) < keyQuota) return
  throw new CoreError("quota_exceeded", `${handle} may hold ${keyQuota} SSH keys, and does`, {
    hint: "delete keys that are not needed, or ask an administrator for a larger quota",
  })
}
