import type { Instant } from "../time.ts"

/** What is counted: failures with one name, from one network, and of the two together. */
export type FailureKind = "name" | "network" | "name-and-network"

export interface SignInFailures {
  readonly count: number
  readonly lastAt: Instant
}
