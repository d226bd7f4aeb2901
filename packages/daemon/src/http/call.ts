import type { Gateway, Route, routes } from "@latchkey/contract"
import type { Actor, BundleKeyFiles, Context } from "@latchkey/core"
import type { z } from "zod"
import type { KeptHead } from "../audit-signer.ts"

type Parsed<R extends Route, Part extends "params" | "query" | "body"> = R extends {
  readonly [P in Part]: infer Schema extends z.ZodType
}
  ? z.output<Schema>
  : undefined

type Rendered<R extends Route> = R extends { readonly isStreamed: true } ? AsyncIterable<string> : Whole<R>

type Whole<R extends Route> = z.output<R["response"]> extends undefined ? undefined : z.output<R["response"]>

/** What the daemon knows of its audit beside what the database holds. */
export interface AuditKeeping {
  /** Days for which events are kept; 0 for ever. */
  readonly keptDays: number
  /** The last head of the chain that this daemon signed, as it keeps it outside of the database. */
  lastSignedHead(): Promise<KeptHead | undefined>
}

/** What a handler can do to its answer beside giving its body. */
export interface Reply {
  /** Sets the cookie of a login session that was just opened. */
  keepLoginSession(secret: string): void
  /** Takes the cookie away. */
  forgetLoginSession(): void
  /** A token for `csrfHeader`, bound to a cookie of this browser. */
  csrfToken(): string
  /** Sends a text as a file of this name. */
  asFile(name: string, mediaType: string): void
  /** Logs those of an operation's single failures that are faults of ours. */
  logFaults(outcomes: readonly object[]): void
}

/** One request of a route, parsed and with whoever sent it. */
export interface Call<R extends Route> {
  readonly context: Context
  readonly actor: Actor
  readonly params: Parsed<R, "params">
  readonly query: Parsed<R, "query">
  readonly body: Parsed<R, "body">
  readonly reply: Reply
  readonly gateway: Gateway
  readonly audit: AuditKeeping
  /** The private halves of bundle keys that this daemon has. */
  readonly bundleKeys: BundleKeyFiles
  /** The origin that people open, as `https://keys.example.org`. */
  readonly publicUrl: string
  /** Whether servers are connected to a public URL that is not https. */
  readonly allowsInsecureHttp: boolean
}

/** A call before its route is known to the compiler; Fastify has parsed its parts with the route's schemas. */
export interface AnyCall extends Omit<Call<Route>, "params" | "query" | "body"> {
  readonly params: unknown
  readonly query: unknown
  readonly body: unknown
}

interface Handling<R extends Route> {
  // A method, so that the table of all handlers can be read as one of `AnyHandler`.
  handle(call: Call<R>): Promise<Rendered<R>> | Rendered<R>
}

/** Calls one action and renders what it gives: one to eight lines. */
export type Handler<R extends Route> = Handling<R>["handle"]

/** The handlers of some routes. */
export type Handlers<Name extends keyof typeof routes> = { readonly [N in Name]: Handler<(typeof routes)[N]> }

interface AnyHandling {
  handle(call: AnyCall): unknown
}
export type AnyHandler = AnyHandling["handle"]
