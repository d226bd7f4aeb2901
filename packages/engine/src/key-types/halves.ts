import { DAMAGED_HINT, KeyError } from "../error.ts"

/** The error for a file whose public and private half are different keys, or whose numbers contradict each other. */
export function halvesError(): KeyError {
  return new KeyError("key_mismatch", "the public and the private half of this file are different keys", {
    hint: DAMAGED_HINT,
  })
}

/** Whether two byte strings are equal. The time it takes depends on where they differ. */
export function equalBytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, index) => byte === right[index])
}
