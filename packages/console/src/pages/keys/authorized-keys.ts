import type { SshKey } from "@latchkey/contract"
import { opensNow } from "./ways-in.ts"

/**
 * An authorized_keys file of the keys that open something now: type, base64 and our own key id, nothing that a person
 * wrote.
 */
export function authorizedKeysOf(keys: readonly SshKey[], now: number): string {
  const lines = keys
    .filter((key) => opensNow(key, now))
    .map(({ publicKey, id }) => `${publicKey.split(" ").slice(0, 2).join(" ")} ${id}\n`)
  return lines.join("")
}
