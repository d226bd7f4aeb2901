import { byId, type Route } from "../route.ts"
import * as login from "../schemas/login-report.ts"

/** What servers report of logins, and the end of those that are still open. */
export const loginReportRoutes = {
  listServerLogins: {
    method: "GET",
    path: "/servers/:id/logins",
    access: "servers:read",
    status: 200,
    errors: ["forbidden", "not_found"],
    summary: "Logins with keys to a server, and keys that it refused, the newest first",
    params: byId,
    query: login.LoginReportQuery,
    response: login.LoginReportPage,
  },
  listKeyLogins: {
    method: "GET",
    path: "/keys/:id/logins",
    access: "servers:read",
    status: 200,
    errors: ["forbidden", "not_found"],
    summary: "Where a key logged in and where it was refused, the newest first",
    params: byId,
    query: login.KeyLoginReportQuery,
    response: login.KeyLoginReportPage,
  },
  endLogins: {
    method: "POST",
    path: "/servers/:id/logins/end",
    access: "servers:write",
    status: 202,
    errors: ["forbidden", "not_found"],
    summary: "Tell a server to end open logins",
    params: byId,
    body: login.LoginEndRequest,
    response: login.LoginEnding,
  },
} as const satisfies Record<string, Route>
