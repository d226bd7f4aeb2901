import { type Holder, holderOf, mayRead, mayWrite } from "../accounts/holder.ts"
import { type Action, byId, type Find } from "../action.ts"
import type { SshKeyId } from "../ids.ts"
import type { SshKey } from "./ssh-key.ts"

/** A key and the account that holds it. */
export interface HeldKey {
  readonly key: SshKey
  readonly holder: Holder
}

/** An action on a key of one's own or of a robot of one's projects: for all others the key does not exist. */
export function onKey(
  name: Action<HeldKey>["name"],
  scope: "keys:read" | "keys:write" | "servers:read",
): Action<HeldKey> {
  return {
    name,
    noun: "SSH key",
    scope,
    permits: (actor, { holder }) => (scope === "keys:write" ? mayWrite : mayRead)(actor, holder),
  }
}

/** A key with whoever holds it, as the actor stands to them. */
export function heldKey(id: SshKeyId): Find<HeldKey> {
  return byId(id, async (stores, actor) => {
    const key = await stores.sshKeys.find(id)
    const holder = key && (await holderOf(stores, actor, key.accountId))
    return key && holder && { key, holder }
  })
}
