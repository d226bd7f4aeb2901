import type { Account } from "../accounts/account.ts"
import type { SignedIn } from "../actor.ts"
import type { AccountId, ApiTokenId, AuthTokenId, ProjectId } from "../ids.ts"
import { hour, type Instant } from "../time.ts"
import { type TokenScope, tokenPrefix } from "./api-token.ts"

/**
 * What an auth token was got with, as the identity API of OpenStack calls it. `token`: another auth token;
 * `application_credential`: an API token.
 */
export const authMethods = ["token", "password", "application_credential"] as const
export type AuthMethod = (typeof authMethods)[number]

/** Every auth token starts with this, so that scanners of leaked secrets can know it. */
export const authTokenPrefix = `${tokenPrefix}auth_`

/** From when an auth token is got with a password or an API token; what is got with an auth token ends with that. */
export const authTokenLifetime = 1 * hour

/** All that the OpenStack door can do: an auth token never reaches further, whatever it was got with. */
export const openstackScopes = [
  "keys:read",
  "keys:write",
  "projects:write",
  "servers:read",
  "servers:write",
  "accounts:write",
] as const satisfies readonly TokenScope[]

/** What an OpenStack client proves itself with for an hour (`X-Auth-Token`). Its secret is stored as a hash. */
export interface AuthToken {
  readonly id: AuthTokenId
  readonly accountId: AccountId
  /** The newest first: of one that was got with another, `token` and then what that was got with. */
  readonly methods: readonly AuthMethod[]
  /** Of those of the API token that it was got with, the ones that this door can use. */
  readonly scopes: readonly TokenScope[]
  /** What it was got with in the end, and ends with. */
  readonly apiTokenId?: ApiTokenId
  /** The project that it is scoped to, which says where servers are, not whose keys. */
  readonly projectId?: ProjectId
  /** The first of the chain, where it was got with another one. */
  readonly firstId?: AuthTokenId
  /** The one that it was got with, and ends with. */
  readonly gotWithId?: AuthTokenId
  readonly issuedAt: Instant
  readonly expiresAt: Instant
}

/** Whether it still acts for its account at `now`. */
export function authTokenIsValid({ expiresAt }: AuthToken, now: Instant): boolean {
  return now < expiresAt
}

/** The actor that an auth token stands for. */
export function signedInByAuthToken(account: Account, { id, apiTokenId, scopes }: AuthToken): SignedIn {
  const by = { kind: "auth_token", id, ...(apiTokenId !== undefined && { apiTokenId }) } as const
  return { kind: "account", account, by, scopes }
}

/** How the audit names an auth token. */
export function authTokenTarget({ id, accountId }: AuthToken) {
  return { kind: "auth_token", id, name: "", accountId } as const
}
