import type { Account } from "./accounts/account.ts"
import { CoreError } from "./error.ts"
import type { ApiTokenId, AuthTokenId, LoginSessionId } from "./ids.ts"
import { type TokenScope, tokenScopes } from "./tokens/api-token.ts"

/** What an account signed in with. */
export type SignedInWith =
  | { readonly kind: "login_session"; readonly id: LoginSessionId }
  | { readonly kind: "api_token"; readonly id: ApiTokenId }
  | { readonly kind: "auth_token"; readonly id: AuthTokenId }

/** Someone signed in: an account, by what it proved itself, and how far that proof reaches. */
export interface SignedIn {
  readonly kind: "account"
  readonly account: Account
  readonly by:
    | { readonly kind: "login_session"; readonly id: LoginSessionId }
    | { readonly kind: "api_token"; readonly id: ApiTokenId; readonly name: string }
    /** With the API token that it was got with, if it was. */
    | { readonly kind: "auth_token"; readonly id: AuthTokenId; readonly apiTokenId?: ApiTokenId }
  readonly scopes: readonly TokenScope[]
}

/** Nobody has proved to be anybody. */
export interface Anonymous {
  readonly kind: "anonymous"
}

/** Whoever asks for an action. */
export type Actor = SignedIn | Anonymous

export const anonymous: Anonymous = { kind: "anonymous" }

/** A login session reaches everything that its account may do. */
export const everyScope: readonly TokenScope[] = tokenScopes

/** @throws CoreError `unauthenticated` for the anonymous actor and for a disabled account */
export function requireSignedIn(actor: Actor): SignedIn {
  if (actor.kind === "anonymous") {
    throw new CoreError("unauthenticated", "you are not signed in", {
      hint: "sign in, or send an API token as `Authorization: Bearer TOKEN`",
    })
  }
  if (actor.account.disabledAt !== undefined) {
    throw new CoreError("unauthenticated", "this account is disabled", { hint: "ask an administrator to enable it" })
  }
  return actor
}
