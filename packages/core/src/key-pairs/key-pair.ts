import type { AccountId, SshKeyId, X509KeyPairId } from "../ids.ts"
import type { Instant } from "../time.ts"

/** The types of key pair that OpenStack knows. `ssh` is an SSH key like any other; `x509` is kept, and opens nothing. */
export const keyPairTypes = ["ssh", "x509"] as const
export type KeyPairType = (typeof keyPairTypes)[number]

/** A registered key as OpenStack sees it: its public half under a name, whatever it came by. */
export type KeyPair = {
  readonly accountId: AccountId
  /** Unique within the account, whatever the type. */
  readonly name: string
  readonly createdAt: Instant
  /** Exactly as it was received by `importKeyPair`; of a key that came another way its canonical line. */
  readonly publicKey: string
  /** Hex pairs with colons: MD5 over the key blob, SHA-1 over the certificate. */
  readonly fingerprint: string
} & ({ readonly type: "ssh"; readonly id: SshKeyId } | { readonly type: "x509"; readonly id: X509KeyPairId })

/** A certificate that is kept as a key pair. */
export type X509KeyPair = Extract<KeyPair, { type: "x509" }>

/** In characters. A key's line of RSA 16384 has fewer than 3,000. */
export const longestKeyPairText = 16 * 1024

/** In bits: the RSA keys that are made here for clients of OpenStack, which want no others. */
export const madePairBits = 2048

/** So many are listed at once, whatever was asked for. */
export const maximumKeyPairList = 10_000

/** So many are read at a time for a list: as many as the longest page has, and some. */
export const keyPairsAtATime = 1024

/** In characters: a list that holds so much of keys' texts goes no further than what was read by then. */
export const enoughKeyPairText = 8 * 1024 * 1024

/** The whole number that OpenStack calls a key pair's id: the last 48 bits of ours, which are random. */
export function keyPairNumber({ id }: Pick<KeyPair, "id">): number {
  return Number.parseInt(id.slice(-12), 16)
}

/** How the audit names a certificate. */
export function x509Target({ id, name, accountId }: X509KeyPair) {
  return { kind: "x509_key_pair", id, name, accountId } as const
}
