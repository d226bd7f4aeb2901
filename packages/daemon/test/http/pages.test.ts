import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { type IncomingHttpHeaders, request } from "node:http"
import { connect } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import fastify, { type FastifyInstance } from "fastify"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { type RunningDaemon, startDaemon } from "../../../../tests/kit/daemon.ts"
import { serveConsole } from "../../src/http/console.ts"

let daemon: RunningDaemon
beforeAll(async () => {
  daemon = await startDaemon()
})
afterAll(() => daemon.stop())

const get = (path: string, headers: Record<string, string> = {}) => fetch(`${daemon.url}${path}`, { headers })

describe("every answer", () => {
  test.each(["/api/v1/setup", "/api/v1/nothing", "/healthz", "/nobody.keys", "/"])(
    "of %s carries its headers",
    async (path) => {
      const { headers } = await get(path)
      expect(headers.get("x-content-type-options")).toBe("nosniff")
      expect(headers.get("referrer-policy")).toBe("no-referrer")
      expect(headers.get("x-frame-options")).toBe("DENY")
      expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'")
      expect(headers.get("strict-transport-security")).toBeNull()
      expect(headers.get("x-powered-by")).toBeNull()
      expect(headers.get("access-control-allow-origin")).toBeNull()
      expect(headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/)
    },
  )

  test("has a request id of our own, the one that the problem and the log name", async () => {
    const response = await get("/api/v1/account", { "x-request-id": "chosen-by-the-caller" })
    const id = response.headers.get("x-request-id")
    expect(await response.json()).toMatchObject({ status: 401, code: "unauthenticated", requestId: id })
    await expect.poll(() => daemon.log()).toContain(`"requestId":"${id}"`)
    expect(daemon.log()).not.toContain("chosen-by-the-caller")
  })
})

describe("an address where there is nothing", () => {
  test.each([
    ["GET", "/api/v1/nothing"],
    ["GET", "/api"],
    ["POST", "/api/v1/account"],
    ["POST", "/"],
    ["GET", "/missing.js"],
    ["GET", "/some/page"],
    ["GET", "/api/v1/%2e%2e/%2e%2e/etc/passwd"],
    ["GET", "/assets/../../package.json"],
    ["GET", "/..%2f..%2fpackage.json"],
  ])("%s %s is a problem document", async (method, path) => {
    const response = await rawRequest(method, path)
    expect([response.status, response.body.code]).toEqual([404, "not_found"])
  })

  test.each([
    ["/%zz", 400],
    [`/api/v1/keys/${"x".repeat(200)}`, 404],
  ])("that the framework refuses carries the headers of every answer: %s", async (path, status) => {
    const answer = await rawRequest("GET", path)
    expect(answer.status).toBe(status)
    expect(answer.headers).toMatchObject({
      "x-content-type-options": "nosniff",
      "content-security-policy": "default-src 'none';frame-ancestors 'none'",
    })
  })

  test("that is no valid URL is refused", async () => {
    expect(await rawRequest("GET", "/%zz")).toMatchObject({ status: 400, body: { code: "invalid" } })
  })

  test("what is not HTTP is told so and disconnected, and not logged", async () => {
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(Number(new URL(daemon.url).port), "127.0.0.1")
      let text = ""
      socket.on("data", (chunk) => {
        text += chunk
      })
      socket.on("close", () => resolve(text))
      socket.write("-----BEGIN OPENSSH PRIVATE KEY-----\r\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmU\r\n\r\n")
    })
    expect(answer).toMatch(/^HTTP\/1.1 400 Bad Request\r\n/)
    expect(answer).toContain('"detail":"this is not an HTTP request"')
    expect(daemon.log()).not.toContain("b3BlbnNzaC1rZXktdjE")
  })

  /** With the path as it is: fetch would tidy it first. */
  function rawRequest(
    method: string,
    path: string,
  ): Promise<{ status: number | undefined; headers: IncomingHttpHeaders; body: { code: string } }> {
    return new Promise((resolve, reject) => {
      const { hostname, port } = new URL(daemon.url)
      request({ hostname, port, method, path }, (response) => {
        let text = ""
        response.on("data", (chunk) => {
          text += chunk
        })
        const { statusCode: status, headers } = response
        response.on("end", () => resolve({ status, headers, body: JSON.parse(text) }))
      })
        .on("error", reject)
        .end()
    })
  }
})

describe("the console", () => {
  const root = mkdtempSync(join(tmpdir(), "latchkey-console-"))
  let app: FastifyInstance
  beforeAll(async () => {
    app = fastify()
    await serveConsole(app, { consoleFolder: root })
  })
  afterAll(async () => {
    await app.close()
    rmSync(root, { recursive: true, force: true })
  })
  const html = { accept: "text/html,application/xhtml+xml" }

  test("that is not built says how to build it", async () => {
    const response = await app.inject({ url: "/keys", headers: html })
    expect(response.statusCode).toBe(503)
    expect(response.body).toContain("<code>npm start</code>")
  })

  test("answers every path with its page and a nonce that is never the same", async () => {
    mkdirSync(join(root, "assets"))
    writeFileSync(join(root, "index.html"), '<meta property="csp-nonce" nonce="__CSP_NONCE__">')
    const nonces = []
    for (const url of ["/", "/keys", "/account/tokens", "/index.html"]) {
      const response = await app.inject({ url, headers: html })
      const nonce = /nonce="([^"]+)"/.exec(response.body)?.[1]
      expect(response.headers["content-security-policy"]).toBe(
        `default-src 'none';script-src 'self';style-src 'self' 'nonce-${nonce}';img-src 'self' data:;font-src 'self';connect-src 'self';manifest-src 'self';base-uri 'none';form-action 'self';frame-ancestors 'none'`,
      )
      expect(response.headers["cache-control"]).toBe("no-store")
      nonces.push(nonce)
    }
    expect(new Set(nonces).size).toBe(4)
  })

  test("keeps hashed files for ever, compressed where the build made that", async () => {
    writeFileSync(join(root, "assets", "main-abc123.js"), "plain")
    writeFileSync(join(root, "assets", "main-abc123.js.br"), "brotli")
    const plain = await app.inject({ url: "/assets/main-abc123.js" })
    expect(plain.body).toBe("plain")
    expect(plain.headers["content-type"]).toMatch(/javascript/)
    expect(plain.headers["cache-control"]).toBe("public, max-age=31536000, immutable")
    // For workers: what is made in one leaves by its page alone.
    const policy = "default-src 'none';script-src 'self' 'wasm-unsafe-eval';frame-ancestors 'none'"
    expect(plain.headers["content-security-policy"]).toBe(policy)
    const small = await app.inject({ url: "/assets/main-abc123.js", headers: { "accept-encoding": "br" } })
    expect([small.headers["content-encoding"], small.body]).toEqual(["br", "brotli"])
    for (const url of ["/assets/other.js", "/assets/%2e%2e/%2e%2e/package.json"]) {
      expect([url, (await app.inject({ url, headers: html })).statusCode]).toEqual([url, 404])
    }
  })
})
