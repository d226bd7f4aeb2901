import type { Context, SignedIn } from "@latchkey/core"
import type { FastifyReply, FastifyRequest } from "fastify"

/** A request of whoever is signed in. */
export interface ComputeCall {
  readonly context: Context
  readonly actor: SignedIn
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  /** What the request's path begins with, as people outside reach it. */
  readonly url: string
}

/** Serves a path below the version, with the project in it as older clients write it and without. */
export type ServeCompute = (
  method: "GET" | "POST" | "PUT" | "DELETE",
  path: string,
  work: (call: ComputeCall) => Promise<FastifyReply>,
) => void
