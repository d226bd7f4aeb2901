import { mkdtempSync, readFileSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { freePort } from "./ports.ts"
import { makeCertificate, proxyName, type ReverseProxy, runProxy } from "./reverse-proxy.ts"
import { requireTool } from "./tools.ts"

const shipped = fileURLToPath(new URL("../../packaging/Caddyfile", import.meta.url))

/** Starts Caddy with packaging/Caddyfile in front of the daemons at these loopback ports. */
export async function startCaddy(ports: readonly number[]): Promise<ReverseProxy> {
  const caddy = requireTool("caddy", "caddy")
  if (caddy === undefined) throw new Error("install the Debian package caddy")
  const folder = mkdtempSync(join(tmpdir(), "latchkey-caddy-"))
  const certificate = makeCertificate(folder)
  const port = await freePort()
  // What differs from the file that people copy: addresses, and a certificate that nobody has to be asked for.
  const address = `https://${proxyName}:${port} {
	bind 127.0.0.1
	tls ${join(folder, "certificate.pem")} ${join(folder, "key.pem")}`
  const site = readFileSync(shipped, "utf8")
    .replace(/^keys\.example\.org \{$/m, address)
    .replace(
      /^\treverse_proxy 127\.0\.0\.1:8022 /m,
      `\treverse_proxy ${ports.map((to) => `127.0.0.1:${to}`).join(" ")} `,
    )
  const file = join(folder, "Caddyfile")
  writeFileSync(file, `{\n\tadmin off\n\tauto_https disable_redirects\n}\n${site}`)
  const env = { PATH: process.env.PATH, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder }
  const args = ["run", "--adapter", "caddyfile", "--config", file]
  return runProxy({
    name: "Caddy",
    program: caddy,
    args,
    env,
    isReady: (log) => log.includes("serving initial configuration"),
    // It would wait for streams of events to end.
    endSignal: "SIGKILL",
    port,
    certificate,
    folder,
  })
}
