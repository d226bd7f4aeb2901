import type { FastifyHelmetOptions } from "@fastify/helmet"

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

/** The headers of every answer. */
export function securityHeaders(isHttps: boolean): FastifyHelmetOptions {
  return {
    contentSecurityPolicy: { useDefaults: false, directives: forData },
    referrerPolicy: { policy: "no-referrer" },
    strictTransportSecurity: isHttps ? { maxAge: 365 * 24 * 60 * 60, includeSubDomains: false } : false,
    xFrameOptions: { action: "deny" },
    // For browsers and plug-ins that are gone.
    xXssProtection: false,
    xDownloadOptions: false,
    xPermittedCrossDomainPolicies: false,
    xDnsPrefetchControl: false,
  }
}
