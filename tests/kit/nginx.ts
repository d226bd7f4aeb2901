import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { freePort } from "./ports.ts"
import { makeCertificate, proxyStartLimit, type ReverseProxy } from "./reverse-proxy.ts"
import { requireTool } from "./tools.ts"

const shipped = fileURLToPath(new URL("../../packaging/nginx.conf", import.meta.url))

/** Starts nginx in front of the daemons at these loopback ports. */
export async function startNginx(ports: readonly number[]): Promise<ReverseProxy> {
  const nginx = requireTool("nginx", "nginx-light")
  if (nginx === undefined) throw new Error("install the Debian package nginx-light")
  const folder = mkdtempSync(join(tmpdir(), "latchkey-nginx-"))
  const at = (name: string) => join(folder, name)
  const certificate = makeCertificate(folder)
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
    certificate,
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
    const timer = setTimeout(() => reject(new Error(`nginx did not start:\n${log}`)), proxyStartLimit)
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
