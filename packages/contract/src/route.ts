import type { ErrorCode, TokenScope } from "@latchkey/core"
import { z } from "zod"
import { id } from "./schemas/time.ts"

/** Who may call: anyone, anyone signed in, or whoever is signed in with this scope. Core checks it again. */
export type RouteAccess = "public" | "signed-in" | TokenScope

/** One operation of the native HTTP API. Schemas are what travels; rules are core's. */
export interface Route {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE"
  /** Below `apiPrefix`; `:id` names a path parameter. */
  readonly path: string
  readonly summary: string
  readonly access: RouteAccess
  readonly params?: z.ZodObject
  readonly query?: z.ZodObject
  readonly body?: z.ZodObject
  /** In bytes; default `defaultBodyLimit`. */
  readonly bodyLimit?: number
  /** Bodies over `defaultBodyLimit` are read from admins only. */
  readonly largeFromAdmins?: true
  readonly status: 200 | 201 | 202 | 204
  /** The answer is made while it is sent: as long as it gets, it is never whole in memory. */
  readonly isStreamed?: true
  /** `z.undefined()` when there is no body; a string schema is sent as text/plain. */
  readonly response: z.ZodType
  /** What it can answer beyond `invalid`, `unauthenticated`, `rate_limited`, `unavailable`, `internal`. */
  readonly errors: readonly ErrorCode[]
}

export const apiPrefix = "/api/v1"
export const defaultBodyLimit = 64 * 1024

/** Cookie-bearing requests that change something send the CSRF token of `GET /csrf` in this header. */
export const csrfHeader = "x-csrf-token"

/** The path parameter of most routes. */
export const byId = z.object({ id })

/** The answer without a body. */
export const nothing = z.undefined()
