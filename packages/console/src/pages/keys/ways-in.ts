import type { SshKey } from "@latchkey/contract"
import { keyOpens } from "@latchkey/core"

/** Whether a key opens something now. */
export function opensNow({ disabledAt, expiresAt, status }: SshKey, now: number): boolean {
  const facts = {
    standing: status === "stopped" ? status : "good",
    ...(disabledAt !== null && { disabledAt: Date.parse(disabledAt) }),
    ...(expiresAt !== null && { expiresAt: Date.parse(expiresAt) }),
  } as const
  return keyOpens(facts, now)
}

/** The keys that still open something when `leaving` are gone. */
export function waysInWithout(keys: readonly SshKey[], leaving: readonly SshKey[], now: number): readonly SshKey[] {
  const gone = new Set(leaving.map(({ id }) => id))
  return keys.filter((key) => !gone.has(key.id) && opensNow(key, now))
}
