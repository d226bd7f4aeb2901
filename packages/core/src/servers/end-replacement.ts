import type { SshKey } from "../keys/ssh-key.ts"
import type { Stores } from "../ports.ts"
import type { KeyReplacement } from "./replacement.ts"

/**
 * A key is about to be deleted: when it is being replaced, what it opens is the new key's from now on, and so is its being
 * a default. Of a new key nothing is kept: without it the old one opens what it opened before.
 *
 * @returns the replacement that this ended
 */
export async function handOver(
  { replacements, sshKeys }: Pick<Stores, "replacements" | "sshKeys">,
  key: SshKey,
): Promise<KeyReplacement | undefined> {
  const replacement = await replacements.find(key.id)
  if (replacement?.oldKeyId !== key.id) return undefined
  await replacements.moveAccesses(replacement)
  const newKey = key.isDefault ? await sshKeys.find(replacement.newKeyId) : undefined
  if (newKey !== undefined) await sshKeys.update({ ...newKey, isDefault: true })
  return replacement
}
