import { KeyError } from "../../src/error.ts"

/** The code of the KeyError that `work` ends with, or `none`; anything else that is thrown passes through. */
export function codeOf(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    if (error instanceof KeyError) return error.code
    throw error
  }
  return "none"
}
