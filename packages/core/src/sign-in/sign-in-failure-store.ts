import type { Instant } from "../time.ts"
import type { FailureKind, SignInFailures } from "./sign-in-failures.ts"

export interface SignInFailureStore {
  find(kind: FailureKind, key: string): Promise<SignInFailures | undefined>
  /** Adds one; starts again at one when the last was before `forgetBefore`. */
  add(kind: FailureKind, key: string, at: Instant, forgetBefore: Instant): Promise<void>
  /** Takes one away, never below none. */
  subtract(kind: FailureKind, key: string): Promise<void>
  clear(kind: FailureKind, key: string): Promise<void>
  /** Removes those whose last failure was before this moment. */
  deleteStale(before: Instant): Promise<void>
}
