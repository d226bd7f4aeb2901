import { createServer, type RequestListener } from "node:http"
import type { AddressInfo } from "node:net"
import { afterEach, describe, expect, test } from "vitest"
import { ApiError, createClient, routes } from "../src/index.ts"

const closers: (() => void)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

/** A real HTTP listener that answers as it is told, and the client that talks to it. */
async function clientOf(answer: RequestListener) {
  const listener = createServer(answer)
  await new Promise<void>((listening) => listener.listen(0, "127.0.0.1", listening))
  closers.push(() => listener.close())
  const address: AddressInfo | string | null = listener.address()
  if (address === null || typeof address === "string") throw new Error("the listener has no port")
  return createClient({ baseUrl: `http://127.0.0.1:${address.port}`, headers: () => ({ authorization: "Bearer t" }) })
}

const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): RequestListener =>
  (_, response) =>
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body))

describe("a call", () => {
  test("sends path, query, body and headers as the route says", async () => {
    let seen = ""
    const client = await clientOf((request, response) => {
      seen = `${request.method} ${request.url} ${request.headers.authorization}`
      response.writeHead(204).end()
    })
    await client.call(routes.deleteKey, { params: { id: "a/b c" } })
    expect(seen).toBe("DELETE /api/v1/keys/a%2Fb%20c Bearer t")
    await client.call(routes.listKeys, { query: { search: "a&b", attention: "true" } }).catch(() => undefined)
    expect(seen).toBe("GET /api/v1/keys?search=a%26b&attention=true Bearer t")
  })

  test("gives text where the route gives text", async () => {
    const client = await clientOf((_, response) =>
      response.writeHead(200, { "content-type": "text/plain" }).end("a\nb\n"),
    )
    expect(await client.call(routes.exportKeys, { query: {} })).toBe("a\nb\n")
  })

  test("takes an answer that something was accepted, which has no body", async () => {
    const client = await clientOf((_, response) => response.writeHead(202).end())
    expect(await client.call(routes.renewServerToken, { params: { id: "a" } })).toBeUndefined()
  })

  test("refuses an answer whose form it does not know", async () => {
    const client = await clientOf(json(200, { required: "perhaps" }))
    await expect(client.call(routes.showSetup, {})).rejects.toMatchObject({ code: "internal", hint: /version/ })
  })

  test("turns a problem document into an error with everything in it", async () => {
    const problem = {
      type: "about:blank",
      title: "Too Many Requests",
      status: 429,
      detail: "too many tries to sign in",
      code: "rate_limited",
      hint: "wait 4 s",
      requestId: "r1",
      fields: [{ path: "a", message: "b" }],
    }
    const client = await clientOf(
      json(429, problem, { "content-type": "application/problem+json", "retry-after": "4" }),
    )
    const error = await client.call(routes.showSetup, {}).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(ApiError)
    expect(error).toMatchObject({
      code: "rate_limited",
      message: "too many tries to sign in",
      hint: "wait 4 s",
      requestId: "r1",
      retryAfter: 4,
      fields: problem.fields,
    })
  })

  test("says that something else answers when the refusal is not Latchkey's", async () => {
    const client = await clientOf((_, response) => response.writeHead(502).end("<html>Bad Gateway"))
    await expect(client.call(routes.showSetup, {})).rejects.toMatchObject({ code: "unavailable", message: /502/ })
  })

  test("is unavailable when nothing listens", async () => {
    const client = createClient({ baseUrl: "http://127.0.0.1:9" })
    await expect(client.call(routes.showSetup, {})).rejects.toMatchObject({ code: "unavailable" })
  })

  test("can be taken back, which is not an error of the API", async () => {
    const client = await clientOf(() => undefined)
    const abort = new AbortController()
    const call = client.call(routes.showSetup, {}, abort.signal)
    abort.abort()
    await expect(call).rejects.toMatchObject({ name: "AbortError" })
  })
})
