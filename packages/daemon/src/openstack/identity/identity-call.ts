import type { Context, SignedIn } from "@latchkey/core"
import type { FastifyReply, FastifyRequest } from "fastify"
import type { Site } from "../../http/site.ts"

/** Work for whoever is signed in, as a handler of a route. */
export type SignedInWork = (
  work: (context: Context, actor: SignedIn, request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>,
) => (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>

/** What a list says of its own address. All of it is one page. */
export function linksOf({ url }: FastifyRequest, { ports }: Pick<Site, "ports">) {
  return { next: null, self: `${ports.publicUrl()}${url}`, previous: null }
}
