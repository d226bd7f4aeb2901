import { isUtf8 } from "node:buffer"
import { privateKeyReceived } from "@latchkey/core"
import { detectPrivateKey } from "@latchkey/engine"
import type { FastifyInstance } from "fastify"
import { RequestFault } from "./request-fault.ts"

/**
 * Reads bodies: JSON in UTF-8 and nothing else. Before anything else looks at a body, of whatever type and on whatever
 * route, it is searched for a private key.
 */
export function readBodies(app: FastifyInstance): void {
  const parseJson = app.getDefaultJsonParser("error", "error")
  app.removeAllContentTypeParsers()
  app.addContentTypeParser<Buffer>("application/json", { parseAs: "buffer" }, (request, body, done) => {
    if (body.length === 0) return done(null, undefined)
    if (holdsPrivateKey(body)) return done(privateKeyReceived(), undefined)
    if (!isUtf8(body)) return done(new RequestFault(400, "the body is not UTF-8"), undefined)
    return parseJson(request, body.toString("utf8"), done)
  })
  app.addContentTypeParser<Buffer>("*", { parseAs: "buffer" }, (_request, body, done) => {
    if (body.length === 0) return done(null, undefined)
    if (holdsPrivateKey(body) || formHoldsPrivateKey(body.toString("utf8")))
      return done(privateKeyReceived(), undefined)
    const hint = "send it with the header content-type: application/json"
    return done(new RequestFault(415, "the body is not JSON", hint), undefined)
  })
}

/** In whatever form: the engine sees through line ends escaped as JSON does; quotes and any other character can be too. */
function holdsPrivateKey(body: Buffer): boolean {
  const text = body.toString("utf8")
  if (detectPrivateKey(text) !== undefined) return true
  if (!/\\["u]/.test(text)) return false
  const unescaped = text.replace(/\\+(?:"|u([0-9a-fA-F]{4}))/g, (_, hex: string | undefined) =>
    hex === undefined ? '"' : String.fromCharCode(Number.parseInt(hex, 16)),
  )
  return detectPrivateKey(unescaped) !== undefined
}

/** Whether a path or a query holds one: it is refused there too, though it stands in the caller's history by then. */
export function urlHoldsPrivateKey(url: string): boolean {
  return url.length >= shortestPrivateKey && formHoldsPrivateKey(url)
}

/** Forms and queries write a space as a plus sign, and bytes as %XX. */
function formHoldsPrivateKey(text: string): boolean {
  const unescaped = text
    .replaceAll("+", " ")
    .replace(/%([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return detectPrivateKey(unescaped) !== undefined
}

/** In characters: an Ed25519 key in PKCS#8 has 119. */
const shortestPrivateKey = 100
