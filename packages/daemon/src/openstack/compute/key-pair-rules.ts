import type { Microversion } from "./microversion.ts"

/** How the key pair calls behave in one microversion. */
export interface KeyPairRules {
  readonly created: 200 | 201
  readonly deleted: 202 | 204
  /** Whether requests may choose a type, and answers tell it. */
  readonly hasType: boolean
  /** Whether requests may say whose: `user_id` in the query, and in the body of a new one. */
  readonly takesUser: boolean
  /** Whether lists come in pages: `limit`, `marker` and `keypairs_links`. */
  readonly hasPages: boolean
  readonly refusesUnknownQuery: boolean
  /** Whether a pair is made here when no public key comes. */
  readonly generates: boolean
  /** What a name may be made of. */
  readonly nameCharacters: string
}

const digits = "0123456789"
const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

const first: KeyPairRules = {
  created: 200,
  deleted: 202,
  hasType: false,
  takesUser: false,
  hasPages: false,
  refusesUnknownQuery: false,
  generates: true,
  nameCharacters: `_- ${digits}${letters}`,
}

/** What changes with each microversion 2.N, N first. */
const changes: readonly (readonly [number, Partial<KeyPairRules>])[] = [
  [2, { created: 201, deleted: 204, hasType: true }],
  [10, { takesUser: true }],
  [35, { hasPages: true }],
  [75, { refusesUnknownQuery: true }],
  [92, { generates: false, nameCharacters: `@._- ${digits}${letters}` }],
]

export function keyPairRules({ minor }: Microversion): KeyPairRules {
  return Object.assign({}, first, ...changes.filter(([since]) => since <= minor).map(([, change]) => change))
}
