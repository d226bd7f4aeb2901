import { type KeyPair, keyPairNumber } from "@latchkey/core"
import type { KeyPairRules } from "./key-pair-rules.ts"

/** One of a list. */
export function renderListed(pair: KeyPair, rules: KeyPairRules) {
  return { keypair: { ...publicHalf(pair), ...typeOf(pair, rules) } }
}

/** One that was just registered, with the private half when it was made here. */
export function renderNew(pair: KeyPair, rules: KeyPairRules, privateKey: string | undefined) {
  return {
    keypair: {
      ...(privateKey !== undefined && { private_key: privateKey }),
      ...typeOf(pair, rules),
      ...publicHalf(pair),
      user_id: pair.accountId,
    },
  }
}

/** One alone, with all that is known of it. */
export function renderShown(pair: KeyPair, rules: KeyPairRules) {
  return {
    keypair: {
      ...publicHalf(pair),
      user_id: pair.accountId,
      created_at: `${new Date(pair.createdAt).toISOString().slice(0, 19)}.000000`,
      deleted: false,
      deleted_at: null,
      id: keyPairNumber(pair),
      updated_at: null,
      ...typeOf(pair, rules),
    },
  }
}

function publicHalf({ name, publicKey, fingerprint }: KeyPair) {
  return { name, public_key: publicKey, fingerprint }
}

function typeOf({ type }: KeyPair, { hasType }: KeyPairRules) {
  return hasType ? { type } : {}
}
