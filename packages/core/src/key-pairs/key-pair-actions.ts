import type { Actor } from "../actor.ts"
import { CoreError } from "../error.ts"
import type { AccountId } from "../ids.ts"
import type { Context } from "../ports.ts"
import type { KeyPair, KeyPairType } from "./key-pair.ts"

/** Which part of a list. */
export interface KeyPairQuery {
  /** The name after which it begins. */
  readonly marker?: string | undefined
  /** Absent: all, as far as `maximumKeyPairList` goes. */
  readonly limit?: number | undefined
}

/** A key pair to register. */
export interface NewKeyPair {
  readonly name: string
  readonly type: KeyPairType
  /** Of an SSH key one line (`ssh-ed25519 AAAA... comment`), of a certificate its PEM text. */
  readonly publicKey: string
  /** The door has just made the pair, and gives the private half out once. */
  readonly madeHere?: boolean | undefined
}

/**
 * The key pairs of an account by name, byte for byte: the actor's own, unless `account` names a robot of their projects or,
 * for an admin, anyone.
 *
 * @throws CoreError `forbidden` for any other account, whether it exists or not (`not_found` for an admin); `invalid` with
 *   the field `marker` when no key pair has that name
 */
export async function listKeyPairs(
  _context: Context,
  _actor: Actor,
  _query: KeyPairQuery,
  _account?: AccountId,
): Promise<readonly KeyPair[]> {
  throw new CoreError("not_implemented", "key pairs are not there yet")
}

/** @throws CoreError `not_found`, and `forbidden` as `listKeyPairs` */
export async function showKeyPair(
  _context: Context,
  _actor: Actor,
  _name: string,
  _account?: AccountId,
): Promise<KeyPair> {
  throw new CoreError("not_implemented", "key pairs are not there yet")
}

/** @throws CoreError `not_found`, and `forbidden` as `listKeyPairs` */
export async function deleteKeyPair(
  _context: Context,
  _actor: Actor,
  _name: string,
  _account?: AccountId,
): Promise<void> {
  throw new CoreError("not_implemented", "key pairs are not there yet")
}

/**
 * Registers one key under one name, by all rules for keys but one: here an account can have the same key under several
 * names, as in Nova.
 *
 * @throws CoreError `conflict` for a name that is taken and for a key of another account, `quota_exceeded`, `invalid` with
 *   the field `publicKey` for what is not one public key, or `name`; `forbidden` as `listKeyPairs`
 */
export async function importKeyPair(
  _context: Context,
  _actor: Actor,
  _pair: NewKeyPair,
  _account?: AccountId,
): Promise<KeyPair> {
  throw new CoreError("not_implemented", "key pairs are not there yet")
}
