import { execFileSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { request as httpsRequest } from "node:https"
import { join } from "node:path"
import { requireTool } from "./tools.ts"

/** The name that its certificate is for; it is reached at `port` of this machine. */
export const proxyName = "keys.example.org"

/** A real proxy with the file of packaging/ and a certificate that openssl made, in front of daemons. */
export interface ReverseProxy {
  readonly port: number
  /** The certificate, which signs itself. */
  readonly certificate: string
  stop(): Promise<void>
}

/** How long a start may take on a busy machine, in milliseconds. */
export const proxyStartLimit = 20_000

/** Makes certificate.pem and key.pem in a folder; gives the certificate. */
export function makeCertificate(folder: string): string {
  const openssl = requireTool("openssl", "openssl")
  if (openssl === undefined) throw new Error("install the Debian package openssl")
  const subject = ["-subj", `/CN=${proxyName}`, "-addext", `subjectAltName=DNS:${proxyName}`]
  const files = ["-keyout", join(folder, "key.pem"), "-out", join(folder, "certificate.pem")]
  const kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
  execFileSync(openssl, ["req", "-x509", ...kind, ...subject, ...files], { stdio: "pipe" })
  return readFileSync(join(folder, "certificate.pem"), "utf8")
}

/** A `fetch` of one computer: from its own address, through the proxy, believing the certificate that it was given. */
export function fetchThrough({ port, certificate }: ReverseProxy, localAddress: string): typeof fetch {
  return async (input, init) => {
    const { pathname, search } = new URL(String(input), `https://${proxyName}`)
    const headers = Object.fromEntries(new Headers(init?.headers))
    const body = typeof init?.body === "string" ? Buffer.from(init.body) : undefined
    return new Promise<Response>((resolve, reject) => {
      const request = httpsRequest(
        {
          host: "127.0.0.1",
          port,
          servername: proxyName,
          ca: certificate,
          localAddress,
          method: init?.method ?? "GET",
          path: pathname + search,
          headers: { ...headers, host: proxyName, ...(body !== undefined && { "content-length": body.length }) },
          ...(init?.signal && { signal: init.signal }),
        },
        (answer) => {
          const received = new Headers()
          for (const [name, values] of Object.entries(answer.headersDistinct)) {
            for (const value of values ?? []) received.append(name, value)
          }
          const status = answer.statusCode ?? 0
          const hasBody = status !== 204 && status !== 304
          const stream = new ReadableStream({
            start(controller) {
              answer.on("data", (chunk: Buffer) => controller.enqueue(new Uint8Array(chunk)))
              answer.on("end", () => controller.close())
              answer.on("error", (error) => controller.error(error))
            },
          })
          if (!hasBody) answer.resume()
          resolve(new Response(hasBody ? stream : null, { status, headers: received }))
        },
      )
      request.on("error", reject)
      request.end(body)
    })
  }
}
