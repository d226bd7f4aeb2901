import { type Action, consult, type Outcome, onOwn, perform } from "../action.ts"
import type { Actor, SignedIn } from "../actor.ts"
import { CoreError } from "../error.ts"
import { type ApiTokenId, apiTokenId } from "../ids.ts"
import { parseName } from "../name.ts"
import type { Context, Stores } from "../ports.ts"
import type { Instant } from "../time.ts"
import { type ApiToken, type TokenScope, tokenPrefix } from "./api-token.ts"

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

const listing = onOwn<readonly ApiToken[]>("token.list", "API token", "tokens:write")
const creating = onOwn<true>("token.create", "API token", "tokens:write")
const deleting: Action<ApiToken> = {
  name: "token.delete",
  noun: "API token",
  scope: "tokens:write",
  permits: (actor, token) => (actor.account.id === token.accountId ? "allowed" : "hidden"),
}

/** The actor's own tokens, newest first. */
export function listApiTokens(context: Context, actor: Actor): Promise<readonly ApiToken[]> {
  return consult(context, actor, listing, (stores, { account }) => stores.apiTokens.listByAccount(account.id))
}

/**
 * @throws CoreError `forbidden` when a token asks for a scope that it lacks itself or to outlive itself,
 *   `conflict` when the account has a token with this name, `invalid`
 */
export function createApiToken(context: Context, actor: Actor, request: TokenRequest): Promise<NewToken> {
  return perform(
    context,
    actor,
    creating,
    async () => true,
    (stores, _, signedIn) => issueToken(context, stores, signedIn, request),
  )
}

/** The work of making a token, for this action and for signing in straight to a token. */
export async function issueToken(
  context: Context,
  stores: Stores,
  actor: SignedIn,
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
    accountId: actor.account.id,
    name: parseName(request.name, "name"),
    scopes: [...new Set(request.scopes)],
    createdAt: now,
    ...(request.expiresAt !== undefined && { expiresAt: request.expiresAt }),
  }
  if (!(await stores.apiTokens.insert(token, context.secrets.hash(secret)))) {
    throw new CoreError("conflict", `you have an API token named "${token.name}" already`, {
      hint: "choose another name, or delete that one",
    })
  }
  return {
    value: { token, secret },
    target: target(token),
    after: { scopes: token.scopes.join(" "), expiresAt: token.expiresAt ?? null },
  }
}

/** From now on whatever uses it is refused. */
export function deleteApiToken(context: Context, actor: Actor, id: ApiTokenId): Promise<void> {
  return perform(
    context,
    actor,
    deleting,
    (stores) => stores.apiTokens.find(id),
    async (stores, token) => {
      await stores.apiTokens.delete(token.id)
      return { value: undefined, target: target(token), before: { scopes: token.scopes.join(" ") } }
    },
  )
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

function target(token: ApiToken) {
  return { kind: "api_token", id: token.id, name: token.name, accountId: token.accountId } as const
}
