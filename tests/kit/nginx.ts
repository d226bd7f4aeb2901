import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { freePort } from "./ports.ts"
import { makeCertificate, type ReverseProxy, runProxy } from "./reverse-proxy.ts"
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
  return runProxy({
    name: "nginx",
    program: nginx,
    args: ["-c", at("nginx.conf"), "-e", "stderr"],
    env: process.env,
    // Said once its workers are there.
    isReady: (log) => /start worker process \d/.test(log),
    endSignal: "SIGTERM",
    port,
    certificate,
    folder,
  })
}
