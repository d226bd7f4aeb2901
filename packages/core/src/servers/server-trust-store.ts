import type { AccountId, ServerId, SshKeyId } from "../ids.ts"
import type { Instant } from "../time.ts"

/** Letters that somebody was given, by which a key gets in; their text is stored as a hash alone. */
export interface Unlock {
  readonly loginUser: string
  readonly keyId: SshKeyId
  readonly createdBy: AccountId
  readonly expiresAt: Instant
}

/** Tokens that servers are to get, and letters that unlock them. */
export interface ServerTrustStore {
  /** Orders a server to get a new token, in place of an order that waits. */
  putOrder(server: ServerId, order: string, at: Instant): Promise<void>
  /** The order that waits. */
  findOrder(server: ServerId): Promise<string | undefined>
  /** Keeps the hash of a token that was handed out for the order that waits, in place of one that was so before. */
  offerToken(server: ServerId, hash: string): Promise<void>
  /** Whose token this is, handed out and not used yet. */
  findOffered(hash: string): Promise<ServerId | undefined>
  /** Puts the token that was handed out in the place of the one before, and the order is done. */
  takeToken(server: ServerId, hash: string): Promise<void>
  /** Forgets an order, with the token that was handed out for it. */
  deleteOrder(server: ServerId): Promise<void>
  /** Keeps letters by their hash, in place of the server's last ones. */
  putUnlock(server: ServerId, unlock: Unlock, hash: string): Promise<void>
  findUnlock(server: ServerId, hash: string): Promise<Unlock | undefined>
  deleteUnlock(server: ServerId): Promise<void>
  /** How often wrong letters came from a server since a moment. */
  countWrongLetters(server: ServerId, since: Instant): Promise<number>
  /** Counts one more, and forgets those from before `since`. */
  addWrongLetters(server: ServerId, at: Instant, since: Instant): Promise<void>
}
