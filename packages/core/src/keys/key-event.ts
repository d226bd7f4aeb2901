import type { SshKey } from "./ssh-key.ts"

/** How the audit names a key. */
export function keyTarget(key: SshKey) {
  const { id, name, accountId, fingerprint } = key
  return { kind: "ssh_key", id, name, accountId, fingerprint } as const
}

/** What the audit keeps of a key. */
export function keyDetail(key: SshKey) {
  return {
    name: key.name,
    fingerprint: key.fingerprint,
    isDefault: key.isDefault,
    expiresAt: key.expiresAt ?? null,
    disabledAt: key.disabledAt ?? null,
  }
}

/** The facts of a deletion: the fingerprint stays in the audit. */
export function deletedKey(key: SshKey) {
  return { target: keyTarget(key), before: keyDetail(key) }
}
