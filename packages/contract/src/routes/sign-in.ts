import { z } from "zod"
import { nothing, type Route } from "../route.ts"
import * as account from "../schemas/account.ts"
import * as apiToken from "../schemas/api-token.ts"

/** Becoming somebody: set-up, signing in and out. */
export const signInRoutes = {
  showSetup: {
    method: "GET",
    path: "/setup",
    access: "public",
    status: 200,
    errors: [],
    summary: "Whether the first account is still to be made",
    response: z.object({ required: z.boolean() }),
  },
  setUp: {
    method: "POST",
    path: "/setup",
    access: "public",
    status: 201,
    errors: ["forbidden", "conflict"],
    summary: "Make the first account, and sign in to it",
    body: account.SetUpRequest,
    response: account.WhoAmI,
  },
  showCsrf: {
    method: "GET",
    path: "/csrf",
    access: "public",
    status: 200,
    errors: [],
    summary: "A token that shows that a request comes from the console itself",
    response: z.object({ token: z.string() }),
  },
  signIn: {
    method: "POST",
    path: "/sign-in",
    access: "public",
    status: 200,
    errors: ["forbidden"],
    summary: "Sign a browser in",
    body: account.SignInRequest,
    response: account.WhoAmI,
  },
  signInForToken: {
    method: "POST",
    path: "/sign-in/token",
    access: "public",
    status: 201,
    errors: ["conflict"],
    summary: "Exchange a password for an API token",
    body: apiToken.SignInForTokenRequest,
    response: apiToken.NewToken,
  },
  signOut: {
    method: "POST",
    path: "/sign-out",
    access: "signed-in",
    status: 204,
    errors: ["forbidden"],
    summary: "End this browser's login session",
    response: nothing,
  },
} as const satisfies Record<string, Route>
