import type { ErrorCode, TokenScope } from "@latchkey/core"
import { z } from "zod"
import * as account from "./schemas/account.ts"
import * as apiToken from "./schemas/api-token.ts"
import * as auditEvent from "./schemas/audit-event.ts"
import * as gateway from "./schemas/gateway.ts"
import * as sshKey from "./schemas/ssh-key.ts"
import { id } from "./schemas/time.ts"

/** Who may call: anyone, anyone signed in, or whoever is signed in with this scope. Core checks it again. */
export type Access = "public" | "signed-in" | TokenScope

/** One operation of the native HTTP API. Schemas are what travels; rules are core's. */
export interface Route {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE"
  /** Below `apiPrefix`; `:id` names a path parameter. */
  readonly path: string
  readonly summary: string
  readonly access: Access
  readonly params?: z.ZodObject
  readonly query?: z.ZodObject
  readonly body?: z.ZodObject
  /** In bytes; default `defaultBodyLimit`. */
  readonly bodyLimit?: number
  readonly status: 200 | 201 | 204
  /** `z.undefined()` when there is no body; a string schema is sent as text/plain. */
  readonly response: z.ZodType
  /** What it can answer beyond `invalid`, `unauthenticated`, `rate_limited`, `unavailable`, `internal`. */
  readonly errors: readonly ErrorCode[]
}

export const apiPrefix = "/api/v1"
export const defaultBodyLimit = 64 * 1024

/** Cookie-bearing requests that change something send the CSRF token of `GET /csrf` in this header. */
export const csrfHeader = "x-csrf-token"

const byId = z.object({ id })
const nothing = z.undefined()

/** The whole API, one row an operation. The daemon serves it, the client calls it, OpenAPI describes it. */
export const routes = {
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
  listKeys: {
    method: "GET",
    path: "/keys",
    access: "keys:read",
    status: 200,
    errors: ["forbidden"],
    summary: "One's own SSH keys, by page",
    query: sshKey.KeyListQuery,
    response: sshKey.KeyPage,
  },
  importKeys: {
    method: "POST",
    path: "/keys",
    access: "keys:write",
    status: 200,
    errors: ["forbidden"],
    summary: "Register public keys, with a result for each",
    body: sshKey.KeyImportRequest,
    bodyLimit: sshKey.importBodyLimit,
    response: sshKey.KeyImportResult,
  },
  exportKeys: {
    method: "GET",
    path: "/keys/export",
    access: "keys:read",
    status: 200,
    errors: ["forbidden"],
    summary: "One's own keys as a file",
    query: sshKey.KeyExportQuery,
    response: z.string(),
  },
  deleteKeys: {
    method: "POST",
    path: "/keys/delete",
    access: "keys:write",
    status: 200,
    errors: ["forbidden"],
    summary: "Delete several keys, with a result for each",
    body: sshKey.KeyDeleteRequest,
    response: sshKey.KeyDeleteResult,
  },
  showKey: {
    method: "GET",
    path: "/keys/:id",
    access: "keys:read",
    status: 200,
    errors: ["forbidden", "not_found"],
    summary: "One SSH key",
    params: byId,
    response: sshKey.SshKey,
  },
  updateKey: {
    method: "PATCH",
    path: "/keys/:id",
    access: "keys:write",
    status: 200,
    errors: ["forbidden", "not_found", "conflict"],
    summary: "Rename a key, make it a default, set its expiry",
    params: byId,
    body: sshKey.KeyChange,
    response: sshKey.SshKey,
  },
  disableKey: {
    method: "POST",
    path: "/keys/:id/disable",
    access: "keys:write",
    status: 200,
    errors: ["forbidden", "not_found"],
    summary: "Let a key open nothing, and keep it",
    params: byId,
    response: sshKey.SshKey,
  },
  enableKey: {
    method: "POST",
    path: "/keys/:id/enable",
    access: "keys:write",
    status: 200,
    errors: ["forbidden", "not_found"],
    summary: "Let a disabled key open again",
    params: byId,
    response: sshKey.SshKey,
  },
  deleteKey: {
    method: "DELETE",
    path: "/keys/:id",
    access: "keys:write",
    status: 204,
    errors: ["forbidden", "not_found"],
    summary: "Delete a key",
    params: byId,
    response: nothing,
  },
  listTokens: {
    method: "GET",
    path: "/tokens",
    access: "tokens:write",
    status: 200,
    errors: ["forbidden"],
    summary: "One's own API tokens",
    response: apiToken.ApiTokenList,
  },
  createToken: {
    method: "POST",
    path: "/tokens",
    access: "tokens:write",
    status: 201,
    errors: ["forbidden", "conflict"],
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
  listAuditEvents: {
    method: "GET",
    path: "/audit",
    access: "audit:read",
    status: 200,
    errors: ["forbidden"],
    summary: "What happened, newest first",
    query: auditEvent.AuditQuery,
    response: auditEvent.AuditPage,
  },
  showGateway: {
    method: "GET",
    path: "/gateway",
    access: "public",
    status: 200,
    errors: [],
    summary: "How the SSH gateway is reached, and its host keys",
    response: gateway.Gateway,
  },
} as const satisfies Record<string, Route>

export type RouteName = keyof typeof routes
