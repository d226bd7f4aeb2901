import { byId, nothing, type Route } from "../route.ts"
import * as apiToken from "../schemas/api-token.ts"

/** API tokens. */
export const apiTokenRoutes = {
  listTokens: {
    method: "GET",
    path: "/tokens",
    access: "tokens:write",
    status: 200,
    errors: ["forbidden", "not_found"],
    summary: "The API tokens of an account",
    query: apiToken.TokenListQuery,
    response: apiToken.ApiTokenList,
  },
  createToken: {
    method: "POST",
    path: "/tokens",
    access: "tokens:write",
    status: 201,
    errors: ["forbidden", "not_found", "conflict"],
    summary: "Create an API token",
    body: apiToken.TokenRequest,
    response: apiToken.NewToken,
  },
  deleteToken: {
    method: "DELETE",
    path: "/tokens/:id",
    access: "tokens:write",
    status: 204,
    errors: ["forbidden", "not_found"],
    summary: "Delete an API token",
    params: byId,
    response: nothing,
  },
} as const satisfies Record<string, Route>
