import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { freePort } from "./ports.ts"
import { makeCertificate, proxyName, proxyStartLimit, type ReverseProxy } from "./reverse-proxy.ts"
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
  const child = spawn(caddy, args, { env, stdio: ["ignore", "ignore", "pipe"] })
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
        // It would wait for streams of events to end.
        child.kill("SIGKILL")
        await ended
      }
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function ready(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let log = ""
    const timer = setTimeout(() => reject(new Error(`Caddy did not start:\n${log}`)), proxyStartLimit)
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      if (log.length < 10_000) log += text
      if (!log.includes("serving initial configuration")) return
      clearTimeout(timer)
      resolve()
    })
    child.once("exit", () => {
      clearTimeout(timer)
      reject(new Error(`Caddy ended:\n${log}`))
    })
  })
}
