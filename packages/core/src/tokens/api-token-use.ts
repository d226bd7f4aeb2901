import type { Account } from "../accounts/account.ts"
import { anonymous } from "../actor.ts"
import { recordRefusal } from "../audit/record-refusal.ts"
import { CoreError } from "../error.ts"
import type { Context } from "../ports.ts"
import { unlessFull, useResolution } from "../sign-in/note-use.ts"
import { type ApiToken, tokenIsValid, tokenPrefix, tokenTarget } from "./api-token.ts"

/** An API token that works, and the account that it acts for. */
export interface UsedApiToken {
  readonly token: ApiToken
  readonly account: Account
}

/**
 * Takes an API token by its text, and notes the use. One that is there and does not work any more leaves a refusal.
 *
 * @throws CoreError `unauthenticated`
 */
export async function useApiToken(context: Context, secret: string): Promise<UsedApiToken> {
  const { stores } = context.database
  const now = context.clock.now()
  const token = secret.startsWith(tokenPrefix)
    ? await stores.apiTokens.findByHash(context.secrets.hash(secret))
    : undefined
  const account = token && tokenIsValid(token, now) ? await stores.accounts.find(token.accountId) : undefined
  if (token === undefined || account === undefined || account.disabledAt !== undefined) {
    if (token !== undefined) await recordRefusal(context, anonymous, "token.use", tokenTarget(token))
    throw invalidApiToken()
  }
  if (now - (token.lastUsedAt ?? 0) >= useResolution) {
    await unlessFull(stores.apiTokens.recordUse(token.id, now, context.origin.address))
  }
  return { token, account }
}

/** The answer to an API token that does not work, whatever the reason. */
export function invalidApiToken(): CoreError {
  return new CoreError("unauthenticated", "this API token is not valid", {
    hint: "it may have expired or been deleted: create a new one, or sign in again",
  })
}
