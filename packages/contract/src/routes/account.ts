import type { Route } from "../route.ts"
import * as account from "../schemas/account.ts"

/** One's own account. */
export const accountRoutes = {
  showAccount: {
    method: "GET",
    path: "/account",
    access: "signed-in",
    status: 200,
    errors: [],
    summary: "Who am I",
    response: account.WhoAmI,
  },
  updateAccount: {
    method: "PATCH",
    path: "/account",
    access: "account:write",
    status: 200,
    errors: ["forbidden"],
    summary: "Change one's own account",
    body: account.AccountChange,
    response: account.Account,
  },
} as const satisfies Record<string, Route>
