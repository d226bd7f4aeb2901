import { CoreError } from "@latchkey/core"
import type { FastifyRequest } from "fastify"

/**
 * Refuses a change that a page of another origin asks for. Browsers name the asking origin themselves (Fetch standard,
 * `Origin` and `Sec-Fetch-Site`); programs that are not browsers send neither.
 *
 * @throws CoreError `forbidden`
 */
export function requireSameOrigin(request: FastifyRequest, publicUrl: string): void {
  const { origin, host } = request.headers
  const site = request.headers["sec-fetch-site"]
  // Over plain http the daemon may be opened by several names; its own name is what the browser asked for.
  const own = publicUrl.startsWith("https:") ? undefined : `http://${host}`
  const isForeign = origin !== undefined && origin !== publicUrl && origin !== own
  if (isForeign || (site !== undefined && site !== "same-origin" && site !== "none")) {
    throw new CoreError("forbidden", "another site asked for this change", {
      hint: `open ${publicUrl} itself; if that is not this installation's address, set LATCHKEY_PUBLIC_URL`,
    })
  }
}
