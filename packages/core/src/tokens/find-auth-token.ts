import { CoreError } from "../error.ts"
import type { Context, Stores } from "../ports.ts"
import { type AuthToken, authTokenIsValid, authTokenPrefix } from "./auth-token.ts"

/** An auth token that has not ended, by its text. */
export async function findAuthToken(
  { clock, secrets }: Pick<Context, "clock" | "secrets">,
  stores: Pick<Stores, "authTokens">,
  secret: string,
): Promise<AuthToken | undefined> {
  if (!secret.startsWith(authTokenPrefix)) return undefined
  const token = await stores.authTokens.findByHash(secrets.hash(secret))
  return token !== undefined && authTokenIsValid(token, clock.now()) ? token : undefined
}

/** The answer to an auth token that does not work. They end each hour, so that this is no event. */
export function invalidAuthToken(): CoreError {
  return new CoreError("unauthenticated", "this auth token is not valid", {
    hint: "it may have expired or been revoked: sign in again",
  })
}
