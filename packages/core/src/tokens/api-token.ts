import type { AccountId, ApiTokenId } from "../ids.ts"
import type { Instant } from "../time.ts"

/** How far a token reaches. A scope never gives more than its account may do. */
export const tokenScopes = [
  "keys:read",
  "keys:write",
  "tokens:write",
  "account:write",
  "audit:read",
  "projects:write",
  "servers:read",
  "servers:write",
  "accounts:write",
  "policy:write",
] as const
export type TokenScope = (typeof tokenScopes)[number]

/** Every token starts with this, so that scanners of leaked secrets can know it. */
export const tokenPrefix = "latchkey_"

/** What acts as an account, within its scopes, for a program. Its secret is shown once and stored as a hash. */
export interface ApiToken {
  readonly id: ApiTokenId
  readonly accountId: AccountId
  readonly name: string
  readonly scopes: readonly TokenScope[]
  readonly createdAt: Instant
  /** Absent: until it is deleted. */
  readonly expiresAt?: Instant
  readonly lastUsedAt?: Instant
  readonly lastUsedFrom?: string
}

/** Whether the token still acts for its account at `now`. */
export function tokenIsValid(token: ApiToken, now: Instant): boolean {
  return token.expiresAt === undefined || now < token.expiresAt
}

/** How the audit names a token. */
export function tokenTarget({ id, name, accountId }: ApiToken) {
  return { kind: "api_token", id, name, accountId } as const
}
