import { CoreError } from "@latchkey/core"
import { hostOf, isLoopback } from "../../addresses.ts"

/**
 * Whoever stands between a server and a Latchkey without TLS could give it another script, and its keys with it.
 *
 * @throws CoreError `forbidden`
 */
export function requireSafeWay(publicUrl: string, allowsInsecureHttp: boolean): void {
  if (publicUrl.startsWith("https:") || isLoopback(hostOf(publicUrl)) || allowsInsecureHttp) return
  const message = `servers are not connected over ${publicUrl}, which is not https`
  throw new CoreError("forbidden", message, {
    fields: [{ path: "publicUrl", message }],
    hint: "put a proxy with TLS in front of Latchkey and set LATCHKEY_PUBLIC_URL; for a trial, start it with LATCHKEY_INSECURE_HTTP=1",
  })
}
