import type { ServerId } from "../ids.ts"
import type { Instant } from "../time.ts"
import type { BundleKeyState, BundleSigningKey } from "./bundle-key.ts"

/** How far a bundle key is known among the connected servers. */
export interface BundleKeyReach {
  readonly publicKey: string
  /** Servers that have acknowledged a bundle which names it. */
  readonly servers: number
  /** Those of them that were heard lately. */
  readonly heard: number
}

/** How many connected servers there are, and which keys they know. */
export interface BundleKeyTally {
  readonly connected: number
  /** Those of them that were heard lately. */
  readonly heard: number
  readonly reaches: readonly BundleKeyReach[]
}

/** The keys that sign bundles, and which servers were told of which. */
export interface BundleKeyStore {
  /** All that there ever were, the oldest first. */
  list(): Promise<readonly BundleSigningKey[]>
  insert(key: BundleSigningKey): Promise<void>
  setState(publicKey: string, state: BundleKeyState): Promise<void>
  /** Keeps since which of its bundles each server is told to trust each of these keys, and no other. */
  noteNamed(
    bundles: readonly { readonly serverId: ServerId; readonly version: number }[],
    publicKeys: readonly string[],
  ): Promise<void>
  tally(heardSince: Instant): Promise<BundleKeyTally>
}
