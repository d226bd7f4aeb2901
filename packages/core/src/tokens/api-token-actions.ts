import type { Account } from "../accounts/account.ts"
import { findHolder, type Holder, holderOf, mayRead, mayWrite, whoHas } from "../accounts/holder.ts"
import { type Action, byId, consult, type Find, type Outcome, perform } from "../action.ts"
import type { Actor, SignedIn } from "../actor.ts"
import { CoreError } from "../error.ts"
import { type AccountId, type ApiTokenId, apiTokenId } from "../ids.ts"
import { parseName } from "../name.ts"
import type { Context, Stores } from "../ports.ts"
import type { Instant } from "../time.ts"
import { type ApiToken, type TokenScope, tokenPrefix, tokenTarget } from "./api-token.ts"

export interface TokenRequest {
  readonly name: string
  readonly scopes: readonly TokenScope[]
  readonly expiresAt?: Instant | undefined
}

/** A token just made, with its text, which nothing can show again. */
export interface NewToken {
  readonly token: ApiToken
  readonly secret: string
}

/** A token and the account that it acts for. */
interface HeldToken {
  readonly token: ApiToken
  readonly holder: Holder
}

const listing: Action<Holder> = { name: "token.list", noun: "account", scope: "tokens:write", permits: mayRead }
const creating: Action<Holder> = { name: "token.create", noun: "account", scope: "tokens:write", permits: mayWrite }
const deleting: Action<HeldToken> = {
  name: "token.delete",
  noun: "API token",
  scope: "tokens:write",
  permits: (actor, { holder }) => mayWrite(actor, holder),
}

/**
 * The tokens of an account, newest first: the actor's own unless `account` names a robot.
 *
 * @throws CoreError `not_found` for an account whose tokens the actor may not know
 */
export async function listApiTokens(context: Context, actor: Actor, account?: AccountId): Promise<readonly ApiToken[]> {
  const holder = await consult(context, actor, listing, findHolder(account))
  return context.database.stores.apiTokens.listByAccount(holder.account.id)
}

/**
 * @throws CoreError `forbidden` when a token asks for a scope that it lacks itself or to outlive itself,
 *   `conflict` when the account has a token with this name, `invalid`
 */
export function createApiToken(
  context: Context,
  actor: Actor,
  request: TokenRequest,
  account?: AccountId,
): Promise<NewToken> {
  return perform(context, actor, creating, findHolder(account), (stores, holder, signedIn) =>
    issueToken(context, stores, signedIn, holder.account, request),
  )
}

/** The work of making a token, for this action and for signing in straight to a token. */
export async function issueToken(
  context: Context,
  stores: Stores,
  actor: SignedIn,
  account: Account,
  request: TokenRequest,
): Promise<Outcome<NewToken>> {
  const now = context.clock.now()
  if (request.expiresAt !== undefined && request.expiresAt <= now) {
    throw new CoreError("invalid", "this expiry has passed already", {
      fields: [{ path: "expiresAt", message: "choose a time that is still to come" }],
    })
  }
  await requireWithinOwnReach(stores, actor, request)
  const secret = `${tokenPrefix}${context.secrets.secret()}`
  const token: ApiToken = {
    id: apiTokenId(context.secrets.id()),
    accountId: account.id,
    name: parseName(request.name, "name"),
    scopes: [...new Set(request.scopes)],
    createdAt: now,
    ...(request.expiresAt !== undefined && { expiresAt: request.expiresAt }),
  }
  if (!(await stores.apiTokens.insert(token, context.secrets.hash(secret)))) {
    const message = `${whoHas(account)} an API token named "${token.name}" already`
    throw new CoreError("conflict", message, {
      hint: "choose another name, or delete that one",
      fields: [{ path: "name", message }],
    })
  }
  return {
    value: { token, secret },
    target: tokenTarget(token),
    after: { scopes: token.scopes.join(" "), expiresAt: token.expiresAt ?? null },
  }
}

/** From now on whatever uses it is refused. */
export function deleteApiToken(context: Context, actor: Actor, id: ApiTokenId): Promise<void> {
  const find: Find<HeldToken> = byId(id, async (stores, signedIn) => {
    const token = await stores.apiTokens.find(id)
    const holder = token && (await holderOf(stores, signedIn, token.accountId))
    return token && holder && { token, holder }
  })
  return perform(context, actor, deleting, find, async (stores, { token }) => {
    await stores.apiTokens.delete(token.id)
    return { value: undefined, target: tokenTarget(token), before: { scopes: token.scopes.join(" ") } }
  })
}

/** A token must not make a stronger or longer-lived one: a leaked short one would live for ever. */
async function requireWithinOwnReach(stores: Stores, actor: SignedIn, request: TokenRequest): Promise<void> {
  const missing = request.scopes.filter((scope) => !actor.scopes.includes(scope))
  if (missing.length > 0) {
    throw new CoreError("forbidden", `this API token lacks the scope ${missing.join(", ")} and cannot give it on`)
  }
  if (actor.by.kind !== "api_token") return
  const own = await stores.apiTokens.find(actor.by.id)
  if (own?.expiresAt !== undefined && (request.expiresAt ?? Number.POSITIVE_INFINITY) > own.expiresAt) {
    throw new CoreError("forbidden", "an API token cannot make one that outlives it", {
      hint: "sign in to make a longer one",
    })
  }
}
