import { DAMAGED_HINT, KeyError } from "../error.ts"

/** The error for a file whose public and private half are different keys, or whose numbers contradict each other. */
export function halvesError(): KeyError {
  return new KeyError("key_mismatch", "the public and the private half of this file are different keys", {
    hint: DAMAGED_HINT,
  })
}

/** Whether two byte strings are equal. The time it takes tells their lengths, and not where they differ. */
export function equalBytes(left: Uint8Array, right: Uint8Array): boolean {
  let difference = left.length ^ right.length
  for (let index = 0; index < left.length; index++) difference |= (left[index] ?? 0) ^ (right[index] ?? 0)
  return difference === 0
}
