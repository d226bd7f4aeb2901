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
    if (holdsPrivateKey(body)) return done(privateKeyReceived(), undefined)
    const hint = "send it with the header content-type: application/json"
    return done(new RequestFault(415, "the body is not JSON", hint), undefined)
  })
}

function holdsPrivateKey(body: Buffer): boolean {
  const text = body.toString("utf8")
  // JSON writes a line end as \n; a text that was JSON already has it twice.
  const once = withoutJsonEscapes(text)
  const forms = new Set([text, once, withoutJsonEscapes(once)])
  // UTF-16, as Windows editors save it.
  if (body.includes(0)) forms.add(body.toString("latin1").replaceAll("\0", ""))
  return [...forms].some((form) => detectPrivateKey(form) !== undefined)
}

/** Whether a path or a query holds one: it is refused there too, though it stands in the caller's history by then. */
export function urlHoldsPrivateKey(url: string): boolean {
  if (url.length < shortestPrivateKey) return false
  try {
    return detectPrivateKey(decodeURIComponent(url.replaceAll("+", " "))) !== undefined
  } catch {
    return detectPrivateKey(url) !== undefined
  }
}

/** In characters: an Ed25519 key in PKCS#8 has 119. */
const shortestPrivateKey = 100

const escapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f" }

function withoutJsonEscapes(text: string): string {
  if (!text.includes("\\")) return text
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/g, (_, hex: string | undefined, character: string) =>
    hex === undefined ? (escapes[character] ?? character) : String.fromCharCode(Number.parseInt(hex, 16)),
  )
}
