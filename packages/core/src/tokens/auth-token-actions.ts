import type { Account } from "../accounts/account.ts"
import { managesAccounts } from "../accounts/manages-accounts.ts"
import { accountTarget } from "../accounts/new-person.ts"
import { type Action, consult, type Find, perform } from "../action.ts"
import { type Actor, anonymous } from "../actor.ts"
import { newAuditEvent } from "../audit/new-audit-event.ts"
import { recordRefusal } from "../audit/record-refusal.ts"
import { CoreError } from "../error.ts"
import { type AccountId, type ApiTokenId, authTokenId } from "../ids.ts"
import type { Context, Stores } from "../ports.ts"
import { findSignedIn } from "../sign-in/find-signed-in.ts"
import { recordSignIn, withPassword } from "../sign-in/with-password.ts"
import type { Instant } from "../time.ts"
import { invalidApiToken, useApiToken } from "./api-token-use.ts"
import {
  type AuthToken,
  authTokenLifetime,
  authTokenPrefix,
  authTokenTarget,
  openstackScopes,
  signedInByAuthToken,
} from "./auth-token.ts"
import { findScope, type ScopeProject, scopeProjectsOf, type WantedScope } from "./auth-token-scope.ts"
import { findAuthToken, invalidAuthToken } from "./find-auth-token.ts"

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
 * Gives an auth token to whoever proves to be somebody. A project that the account is not in does not count as a failed
 * try: the proof was right.
 *
 * @throws CoreError `unauthenticated` (the same for an unknown name, a wrong secret and a disabled account; with the field
 *   `scope` for a project that is none of the account's), `rate_limited`, `unavailable`
 */
export async function issueAuthToken(context: Context, proof: AuthProof, wanted: WantedScope): Promise<NewAuthToken> {
  const outcome = await byProof(context, proof, wanted)
  if ("authToken" in outcome) return outcome
  const { noScopeFor: account } = outcome
  await recordRefusal(context, anonymous, "auth-token.issue", accountTarget(account), { reason: noScopeMessage })
  throw new CoreError("unauthenticated", noScopeMessage, {
    hint: "name a project that you are in, by its id where several have its name",
    fields: [{ path: "scope", message: noScopeMessage }],
  })
}

const noScopeMessage = "there is no such project, or this account is not in it"

/** A proof that was right, of an account that is not in the project. */
interface NoScope {
  readonly noScopeFor: Account
}

function byProof(context: Context, proof: AuthProof, wanted: WantedScope): Promise<NewAuthToken | NoScope> {
  switch (proof.method) {
    case "password":
      return byPassword(context, proof, wanted)
    case "token":
      return byAuthToken(context, proof.secret, wanted)
    case "application_credential":
      return byApiToken(context, proof, wanted)
  }
}

async function byPassword(
  context: Context,
  { account: named, password }: Extract<AuthProof, { method: "password" }>,
  wanted: WantedScope,
): Promise<NewAuthToken | NoScope> {
  const identifier = "id" in named ? await identifierOf(context, named.id) : named.handle
  return withPassword(context, { identifier, password }, async (stores, account) => {
    const basis = { methods: ["password"], scopes: openstackScopes } as const
    const issued = await issue(context, stores, account, basis, wanted)
    if ("authToken" in issued) await recordSignIn(context, stores, signedInByAuthToken(account, issued.authToken))
    return issued
  })
}

/** An id that no account has becomes a name that none can have, so that it takes the same time. */
async function identifierOf({ database }: Context, id: AccountId): Promise<string> {
  return (await database.stores.accounts.find(id))?.handle ?? `id ${id}`
}

async function byAuthToken(context: Context, secret: string, wanted: WantedScope): Promise<NewAuthToken | NoScope> {
  return context.database.transaction(async (stores) => {
    const first = await findAuthToken(context, stores, secret)
    const account = first && (await stores.accounts.find(first.accountId))
    if (first === undefined || account === undefined || account.disabledAt !== undefined) throw invalidAuthToken()
    const methods = first.methods.includes("token") ? first.methods : (["token", ...first.methods] as const)
    const { id: gotWithId, scopes, apiTokenId, firstId = first.id, expiresAt } = first
    const basis = { methods, scopes, firstId, gotWithId, expiresAt, ...(apiTokenId !== undefined && { apiTokenId }) }
    return recordIssued(context, stores, await issue(context, stores, account, basis, wanted))
  })
}

async function byApiToken(
  context: Context,
  { secret, credential }: Extract<AuthProof, { method: "application_credential" }>,
  wanted: WantedScope,
): Promise<NewAuthToken | NoScope> {
  const { token, account } = await useApiToken(context, secret)
  const isNamed =
    "id" in credential
      ? credential.id === token.id
      : credential.name === token.name && isAccount(account, credential.account)
  if (!isNamed) throw invalidApiToken()
  return context.database.transaction(async (stores) => {
    const now = await findSignedIn(stores, account.id, { kind: "api_token", id: token.id }, context.clock.now())
    if (now === undefined || now.account.disabledAt !== undefined) throw invalidApiToken()
    const scopes = openstackScopes.filter((scope) => token.scopes.includes(scope))
    const { expiresAt } = token
    const ends = { apiTokenId: token.id, ...(expiresAt !== undefined && { expiresAt }) }
    const basis = { methods: ["application_credential"], scopes, ...ends } as const
    const issued = await issue(context, stores, now.account, basis, wanted === "default" ? "home" : wanted)
    return recordIssued(context, stores, issued)
  })
}

function isAccount(account: Account, named: AccountNamed): boolean {
  return "id" in named ? named.id === account.id : named.handle === account.handle
}

/** What a new auth token takes from what it is got with; with `expiresAt` it ends then at the latest. */
type Basis = Pick<AuthToken, "methods" | "scopes" | "apiTokenId" | "firstId" | "gotWithId"> & {
  readonly expiresAt?: Instant
}

async function issue(
  context: Context,
  stores: Stores,
  account: Account,
  { expiresAt = Number.POSITIVE_INFINITY, ...basis }: Basis,
  wanted: WantedScope | "home",
): Promise<NewAuthToken | NoScope> {
  const isUnscoped = wanted === "unscoped" || wanted === "default"
  const scope = isUnscoped ? undefined : await findScope(stores, account, wanted)
  if (!isUnscoped && scope === undefined) return { noScopeFor: account }
  const issuedAt = context.clock.now()
  const secret = `${authTokenPrefix}${context.secrets.secret()}`
  const authToken: AuthToken = {
    id: authTokenId(context.secrets.id()),
    accountId: account.id,
    ...basis,
    ...(scope !== undefined && { projectId: scope.project.id }),
    issuedAt,
    expiresAt: Math.min(expiresAt, issuedAt + authTokenLifetime),
  }
  await stores.authTokens.insert(authToken, context.secrets.hash(secret))
  return { authToken, account, ...(scope !== undefined && { scope }), secret }
}

/** Signing in with a password has an event of its own. */
async function recordIssued<Issued extends NewAuthToken | NoScope>(
  context: Context,
  stores: Stores,
  issued: Issued,
): Promise<Issued> {
  if (!("authToken" in issued)) return issued
  const { authToken, account, scope } = issued
  const after = { methods: authToken.methods.join(" "), project: scope?.project.id ?? null }
  const actor = signedInByAuthToken(account, authToken)
  await stores.auditEvents.append(
    newAuditEvent(context, actor, "auth-token.issue", { target: authTokenTarget(authToken), after }),
  )
  return issued
}

/** Of one's own account, and for an admin of any: for all others there is none. */
function onAuthToken(name: Action<DescribedAuthToken>["name"]): Action<DescribedAuthToken> {
  return {
    name,
    noun: "auth token",
    scope: "any",
    permits: (actor, { authToken }) =>
      authToken.accountId === actor.account.id || managesAccounts(actor) ? "allowed" : "hidden",
  }
}

const showing = onAuthToken("auth-token.show")
const revoking = onAuthToken("auth-token.revoke")
const listing: Action<readonly ScopeProject[]> = {
  name: "project.list",
  noun: "project",
  scope: "any",
  permits: () => "allowed",
}

function described(context: Context, subject: string): Find<DescribedAuthToken> {
  return async (stores) => {
    const authToken = await findAuthToken(context, stores, subject)
    const account = authToken && (await stores.accounts.find(authToken.accountId))
    if (authToken === undefined || account === undefined || account.disabledAt !== undefined) return undefined
    const { projectId } = authToken
    const scope = projectId && (await findScope(stores, account, { projectId }))
    return { authToken, account, ...(scope !== undefined && { scope }) }
  }
}

/**
 * What an auth token says, by its text: of one's own account, and for an admin of any.
 *
 * @throws CoreError `not_found`, also for one that has ended
 */
export function showAuthToken(context: Context, actor: Actor, subject: string): Promise<DescribedAuthToken> {
  return consult(context, actor, showing, described(context, subject))
}

/** Ends an auth token, by its text, and those that were got with it. @throws CoreError as `showAuthToken` */
export function revokeAuthToken(context: Context, actor: Actor, subject: string): Promise<void> {
  return perform(context, actor, revoking, described(context, subject), async (stores, { authToken }) => {
    await stores.authTokens.delete(authToken.id)
    return { value: undefined, target: authTokenTarget(authToken), before: { methods: authToken.methods.join(" ") } }
  })
}

/** The projects that an auth token of the actor can be scoped to: the personal one first. Any scope will do. */
export function listScopeProjects(context: Context, actor: Actor): Promise<readonly ScopeProject[]> {
  return consult(context, actor, listing, (stores, { account }) => scopeProjectsOf(stores, account))
}
