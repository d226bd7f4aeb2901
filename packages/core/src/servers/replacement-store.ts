import type { SshKeyId } from "../ids.ts"
import type { KeyReplacement, ReplacedPlace } from "./replacement.ts"

/** Replacements that stand. One goes with its old key and with its new one. */
export interface ReplacementStore {
  /** The one in which a key takes part, as old or as new. */
  find(key: SshKeyId): Promise<KeyReplacement | undefined>
  /** Stores one without places; false when its old key has one, or its new key is the new one of another. */
  insert(replacement: Omit<KeyReplacement, "places">): Promise<boolean>
  /** Keeps what is known of a place, in place of what was. */
  putPlace(oldKey: SshKeyId, place: ReplacedPlace): Promise<void>
  delete(oldKey: SshKeyId): Promise<void>
  /** Accesses to the old key become those of the new one, but where that has one of its own for the same login user. */
  moveAccesses(replacement: Pick<KeyReplacement, "oldKeyId" | "newKeyId">): Promise<void>
}
