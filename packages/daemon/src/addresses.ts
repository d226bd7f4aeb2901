import { hostname } from "node:os"
import type { ListenAddress } from "./settings.ts"

/** Whether only programs of this machine reach an address. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127\./.test(host)
}

/** The origin to open when LATCHKEY_PUBLIC_URL does not name one. */
export function defaultPublicUrl({ host, port }: ListenAddress): string {
  const name = host === "0.0.0.0" || host === "::" ? hostname() : /^127\./.test(host) ? "localhost" : host
  return `http://${name.includes(":") ? `[${name}]` : name}:${port}`
}

/** The name or address in a URL as other programs write it: IPv6 without brackets. */
export function hostOf(url: string): string {
  return new URL(url).hostname.replace(/^\[|\]$/g, "")
}
