import type { Instant } from "../time.ts"

/**
 * `current`: signs what servers go by; there is one. `announced`: servers trust it, and nothing is signed with it: the next
 * one, or the one before. `retired`: servers trust it no more.
 */
export const bundleKeyStates = ["announced", "current", "retired"] as const
export type BundleKeyState = (typeof bundleKeyStates)[number]

/** The public half of a key of the installation that signs bundles. */
export interface BundleSigningKey {
  /** `ssh-ed25519` and base64. */
  readonly publicKey: string
  /** "SHA256:..." */
  readonly fingerprint: string
  readonly state: BundleKeyState
  readonly addedAt: Instant
}

/** Type and base64 of the keys that servers are to trust. */
export function signersAmong(keys: readonly BundleSigningKey[]): readonly string[] {
  return keys.filter(({ state }) => state !== "retired").map(({ publicKey }) => publicKey)
}
