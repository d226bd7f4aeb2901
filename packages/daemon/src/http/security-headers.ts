import type { FastifyReply, FastifyRequest } from "fastify"
import helmet from "helmet"

/** What data may do in a browser that was made to open it as a page: nothing. */
const forData = { defaultSrc: ["'none'"], frameAncestors: ["'none'"] }

/** What the console may do. @param styleNonce lets the style elements through that Mantine adds */
export function consolePolicy(styleNonce: string) {
  return {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'", `'nonce-${styleNonce}'`],
      imgSrc: ["'self'", "data:"],
      fontSrc: ["'self'"],
      connectSrc: ["'self'"],
      manifestSrc: ["'self'"],
      baseUri: ["'none'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
    },
  }
}

/**
 * What a worker may do, whose script's own headers count: load the pieces of itself and compile WebAssembly (Argon2). It
 * reaches nothing else, so that what is read or made in it cannot leave but through its page.
 */
export const workerPolicy = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
    frameAncestors: ["'none'"],
  },
}

/** Sets headers of an answer that stay as they are for whoever answers. */
export type SetHeaders = (request: FastifyRequest, reply: FastifyReply) => void

/** The headers of every answer. They are put together once: each request would pay for them, and each held poll. */
export function securityHeaders(isHttps: boolean): SetHeaders {
  const protect = helmet({
    contentSecurityPolicy: { useDefaults: false, directives: forData },
    referrerPolicy: { policy: "no-referrer" },
    strictTransportSecurity: isHttps ? { maxAge: 365 * 24 * 60 * 60, includeSubDomains: false } : false,
    xFrameOptions: { action: "deny" },
    // For browsers and plug-ins that are gone.
    xXssProtection: false,
    xDownloadOptions: false,
    xPermittedCrossDomainPolicies: false,
    xDnsPrefetchControl: false,
  })
  return ({ raw: request }, { raw: response }) => protect(request, response, passOn)
}

/** The policy of an answer, in place of the one that every answer has. */
export function contentSecurityPolicy(policy: ReturnType<typeof consolePolicy> | typeof workerPolicy): SetHeaders {
  const protect = helmet.contentSecurityPolicy(policy)
  return ({ raw: request }, { raw: response }) => protect(request, response, passOn)
}

function passOn(error?: unknown): void {
  if (error !== undefined) throw error
}
