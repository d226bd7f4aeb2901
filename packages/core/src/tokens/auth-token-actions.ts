import type { Account } from "../accounts/account.ts"
import type { Actor } from "../actor.ts"
import { CoreError } from "../error.ts"
import type { AccountId, ApiTokenId, ProjectId } from "../ids.ts"
import type { Context } from "../ports.ts"
import type { Project, ProjectRole } from "../projects/project.ts"
import type { AuthToken } from "./auth-token.ts"

/** Whose: by id, or by handle (or e-mail address, where it goes with a password). */
export type AccountNamed = { readonly id: AccountId } | { readonly handle: string }

/** What an auth token is asked for with. */
export type AuthProof =
  | { readonly method: "password"; readonly account: AccountNamed; readonly password: string }
  /** The text of an auth token. */
  | { readonly method: "token"; readonly secret: string }
  /** The text of an API token, with its id, or with its name and whose it is. */
  | {
      readonly method: "application_credential"
      readonly secret: string
      readonly credential: { readonly id: ApiTokenId } | { readonly name: string; readonly account: AccountNamed }
    }

/**
 * What an auth token is to be scoped to. `default`: nothing was said, which for an API token is the personal project of
 * its account, or a robot's project, and otherwise none.
 */
export type WantedScope = { readonly projectId: ProjectId } | { readonly projectName: string } | "unscoped" | "default"

/** A project that an account can have an auth token scoped to, and what it may do there; a robot counts as a member. */
export interface ScopeProject {
  readonly project: Project
  readonly role: ProjectRole
}

/** An auth token with all that is said of it. */
export interface DescribedAuthToken {
  readonly authToken: AuthToken
  readonly account: Account
  readonly scope?: ScopeProject
}

/** An auth token just made, with its text, which nothing can show again. */
export interface NewAuthToken extends DescribedAuthToken {
  readonly secret: string
}

/**
 * Gives an auth token to whoever proves to be somebody.
 *
 * @throws CoreError `unauthenticated` (the same for an unknown name, a wrong secret and a disabled account; another one for
 *   a project that is none of the account's), `rate_limited`, `unavailable`
 */
export async function issueAuthToken(
  _context: Context,
  _proof: AuthProof,
  _wanted: WantedScope,
): Promise<NewAuthToken> {
  throw new CoreError("not_implemented", "auth tokens are not there yet")
}

/**
 * What an auth token says, by its text: of one's own account, and for an admin of any.
 *
 * @throws CoreError `not_found`, also for one that has ended
 */
export async function showAuthToken(_context: Context, _actor: Actor, _subject: string): Promise<DescribedAuthToken> {
  throw new CoreError("not_implemented", "auth tokens are not there yet")
}

/** Ends an auth token, by its text. @throws CoreError as `showAuthToken` */
export async function revokeAuthToken(_context: Context, _actor: Actor, _subject: string): Promise<void> {
  throw new CoreError("not_implemented", "auth tokens are not there yet")
}

/** The projects that an auth token of the actor can be scoped to: the personal one first. Any scope will do. */
export async function listScopeProjects(_context: Context, _actor: Actor): Promise<readonly ScopeProject[]> {
  throw new CoreError("not_implemented", "auth tokens are not there yet")
}
