import type { AccountId, X509KeyPairId } from "../ids.ts"
import type { KeyPair, X509KeyPair } from "./key-pair.ts"

/** SSH keys and certificates as one: a view of what `SshKeyStore` keeps, and the certificates beside it. */
export interface KeyPairStore {
  /** By name, byte for byte: those of either type after a name, at most `limit`. */
  list(account: AccountId, limit: number, after?: string): Promise<readonly KeyPair[]>
  find(account: AccountId, name: string): Promise<KeyPair | undefined>
  /** How many of both types. */
  count(account: AccountId): Promise<number>
  /** Whether a certificate has this name: names of SSH keys are for `SshKeyStore` to look up. */
  hasX509(account: AccountId, name: string): Promise<boolean>
  /** The certificates alone, by name. */
  listX509(account: AccountId): Promise<readonly X509KeyPair[]>
  /** False when the account has a certificate with this name. */
  insertX509(pair: X509KeyPair): Promise<boolean>
  deleteX509(id: X509KeyPairId): Promise<void>
}
