import { type ChildProcess, execFileSync, spawn } from "node:child_process"
import { once } from "node:events"
import { readFileSync, rmSync } from "node:fs"
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
const startLimit = 20_000

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

/** A proxy's program, what it is told, and what it leaves behind. */
export interface ProxyProgram extends Omit<ReverseProxy, "stop"> {
  readonly name: string
  readonly program: string
  readonly args: readonly string[]
  readonly env: NodeJS.ProcessEnv
  /** Whether what it has written to standard error says that it serves. */
  readonly isReady: (log: string) => boolean
  readonly endSignal: NodeJS.Signals
  /** Removed when it is stopped. */
  readonly folder: string
}

/** Starts a proxy and waits until it serves; it ends with this process, if not before. */
export async function runProxy(proxy: ProxyProgram): Promise<ReverseProxy> {
  const { program, args, env, endSignal, port, certificate, folder } = proxy
  const child = spawn(program, args, { env, stdio: ["ignore", "ignore", "pipe"] })
  const killChild = () => child.kill("SIGKILL")
  process.once("exit", killChild)
  await ready(child, proxy)
  return {
    port,
    certificate,
    async stop() {
      process.removeListener("exit", killChild)
      const ended = once(child, "exit")
      if (child.exitCode === null) {
        child.kill(endSignal)
        await ended
      }
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function ready(child: ChildProcess, { name, isReady }: ProxyProgram): Promise<void> {
  return new Promise((resolve, reject) => {
    let log = ""
    const timer = setTimeout(() => reject(new Error(`${name} did not start:\n${log}`)), startLimit)
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      if (log.length < 10_000) log += text
      if (!isReady(log)) return
      clearTimeout(timer)
      resolve()
    })
    child.once("exit", () => {
      clearTimeout(timer)
      reject(new Error(`${name} ended:\n${log}`))
    })
  })
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
