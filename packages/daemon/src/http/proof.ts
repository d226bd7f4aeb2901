import type { Proof } from "@latchkey/core"
import type { FastifyRequest } from "fastify"

/** A browser keeps a `__Host-` cookie from other hosts and from plain http (RFC 6265bis section 4.1.3.2). */
export function cookieNames(isHttps: boolean): { readonly loginSession: string; readonly csrf: string } {
  const prefix = isHttps ? "__Host-" : ""
  return { loginSession: `${prefix}latchkey`, csrf: `${prefix}latchkey-csrf` }
}

/**
 * What a request brings to prove who sends it. A bearer token wins over a cookie; other authorization schemes are a
 * proxy's business, not ours.
 */
export function proofOf(request: FastifyRequest, loginSessionCookie: string): Proof | undefined {
  const bearer = /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? "")?.[1]
  if (bearer !== undefined) return { kind: "api_token", secret: bearer }
  const cookie = request.cookies[loginSessionCookie]
  return cookie === undefined ? undefined : { kind: "login_session", secret: cookie }
}
