import {
  type Context,
  CoreError,
  type Host,
  issueServerToken,
  tokenNamespace,
  tokenProofText,
  unlockServer,
} from "@latchkey/core"
import type { FastifyInstance, FastifyRequest } from "fastify"
import { z } from "zod"
import type { Site } from "../site.ts"
import { provenKeys } from "./host-key-proof.ts"
import { readTokenRequest, readUnlock } from "./host-text.ts"
import type { ScriptsText } from "./scripts-text.ts"

const Body = z.string().default("")

/** Bytes of what a server sends here: at most a few signatures. */
const bodyLimit = 64 * 1024

/** How a request is met that shows a server's token. */
export interface HostRequests {
  serverOf(request: FastifyRequest): Promise<Host>
  contextOf(request: FastifyRequest): Context
}

/** What servers ask besides their keys: newer scripts, a new token, and to be unlocked. */
export function serveTrust(
  scope: FastifyInstance,
  { bundleSigner }: Pick<Site, "bundleSigner">,
  scripts: ScriptsText | undefined,
  { serverOf, contextOf }: HostRequests,
): void {
  scope.get("/host/v1/scripts", { config: { rateLimit: false } }, async (request, reply) => {
    await serverOf(request)
    if (scripts === undefined) throw new CoreError("unavailable", "the scripts for servers are not installed here")
    reply.type("text/plain; charset=utf-8").header("cache-control", "no-store")
    return scripts.signed(bundleSigner)
  })

  scope.post("/host/v1/token", { bodyLimit, config: { rateLimit: false } }, async (request, reply) => {
    const server = await serverOf(request)
    const { order, keys } = readTokenRequest(Body.parse(request.body))
    const proven = provenKeys(keys, tokenProofText(server.id, order), tokenNamespace)
    const token = await issueServerToken(contextOf(request), server, order, proven)
    reply.type("text/plain; charset=utf-8").header("cache-control", "no-store")
    return `token ${token}\n`
  })

  scope.post("/host/v1/unlock", { bodyLimit, config: { rateLimit: false } }, async (request, reply) => {
    const server = await serverOf(request)
    const { loginUser, fingerprint, publicKey } = await unlockServer(
      contextOf(request),
      server,
      readUnlock(Body.parse(request.body)),
    )
    reply.type("text/plain; charset=utf-8").header("cache-control", "no-store")
    return `user ${loginUser}\nfingerprint ${fingerprint}\nkey ${publicKey}\n`
  })
}
