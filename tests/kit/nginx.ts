import { type ChildProcess, execFileSync, spawn } from "node:child_process"
import { once } from "node:events"
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { request as httpsRequest } from "node:https"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { freePort } from "./ports.ts"
import { requireTool } from "./tools.ts"

/** The name that its certificate is for; it is reached at `port` of this machine. */
export const proxyName = "keys.example.org"

/** A real nginx with packaging/nginx.conf and a certificate that openssl made, in front of daemons. */
export interface Nginx {
  readonly port: number
  /** The certificate, which signs itself. */
  readonly certificate: string
  stop(): Promise<void>
}

/** How long a start may take on a busy machine, in milliseconds. */
const startLimit = 20_000

const shipped = fileURLToPath(new URL("../../packaging/nginx.conf", import.meta.url))

/** Starts nginx in front of the daemons at these loopback ports. */
export async function startNginx(ports: readonly number[]): Promise<Nginx> {
  const nginx = requireTool("nginx", "nginx-light")
  const openssl = requireTool("openssl", "openssl")
  if (nginx === undefined || openssl === undefined)
    throw new Error("install the Debian packages nginx-light and openssl")
  const folder = mkdtempSync(join(tmpdir(), "latchkey-nginx-"))
  const at = (name: string) => join(folder, name)
  const subject = ["-subj", `/CN=${proxyName}`, "-addext", `subjectAltName=DNS:${proxyName}`]
  const files = ["-keyout", at("key.pem"), "-out", at("certificate.pem")]
  const kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
  execFileSync(openssl, ["req", "-x509", ...kind, ...subject, ...files], { stdio: "pipe" })
  for (const kind of ["body", "proxy", "fastcgi", "uwsgi", "scgi"]) mkdirSync(at(kind))

  const [port, plainPort] = [await freePort(), await freePort()]
  // What differs from the file that people copy: names, addresses, files, and nothing of what it says.
  const site = readFileSync(shipped, "utf8")
    .replace(/^ *listen \[::\].*\n/gm, "")
    .replace("listen 443 ssl;", `listen 127.0.0.1:${port} ssl;`)
    .replace("listen 80;", `listen 127.0.0.1:${plainPort};`)
    .replace(/ssl_certificate .*;/, `ssl_certificate ${at("certificate.pem")};`)
    .replace(/ssl_certificate_key .*;/, `ssl_certificate_key ${at("key.pem")};`)
    .replace(/server 127.0.0.1:8022 (.*);/, (_, rest) =>
      ports.map((daemon) => `server 127.0.0.1:${daemon} ${rest};`).join("\n"),
    )
  writeFileSync(at("site.conf"), site)
  writeFileSync(
    at("nginx.conf"),
    `${process.getuid?.() === 0 ? "user root;" : ""}
daemon off; pid ${at("pid")}; error_log stderr info; worker_processes 1;
events { worker_connections 1024; }
http {
  access_log off;
  client_body_temp_path ${at("body")}; proxy_temp_path ${at("proxy")}; fastcgi_temp_path ${at("fastcgi")};
  uwsgi_temp_path ${at("uwsgi")}; scgi_temp_path ${at("scgi")};
  include ${at("site.conf")};
}
`,
  )
  const child = spawn(nginx, ["-c", at("nginx.conf"), "-e", "stderr"], { stdio: ["ignore", "ignore", "pipe"] })
  const killChild = () => child.kill("SIGKILL")
  process.once("exit", killChild)
  await ready(child)
  return {
    port,
    certificate: readFileSync(at("certificate.pem"), "utf8"),
    async stop() {
      process.removeListener("exit", killChild)
      const ended = once(child, "exit")
      if (child.exitCode === null) {
        child.kill("SIGTERM")
        await ended
      }
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function ready(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let log = ""
    const timer = setTimeout(() => reject(new Error(`nginx did not start:\n${log}`)), startLimit)
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      if (log.length < 10_000) log += text
      // Said once its workers are there.
      if (!/start worker process \d/.test(log)) return
      clearTimeout(timer)
      resolve()
    })
    child.once("exit", () => {
      clearTimeout(timer)
      reject(new Error(`nginx ended:\n${log}`))
    })
  })
}

/** A `fetch` of one computer: from its own address, through nginx, believing the certificate that nginx was given. */
export function fetchThrough({ port, certificate }: Nginx, localAddress: string): typeof fetch {
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
